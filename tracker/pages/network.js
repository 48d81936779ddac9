// The page of a graph: its state, the filters, the layout as it runs, and what connects picture, table and details.

const BUDGET = 12; // milliseconds of layout between two pictures

function startNetwork(root) {
  const graph = readGraph(JSON.parse(root.getElementById("data").textContent));
  const canvas = root.getElementById("canvas");
  const input = (id) => root.getElementById(id);
  const app = {
    graph, canvas, ctx: canvas.getContext("2d"), view: { scale: 1, x: 0, y: 0 }, width: 0, height: 0, ratio: 1,
    x: Float64Array.from(graph.nodes, (node) => node.x), y: Float64Array.from(graph.nodes, (node) => node.y),
    placed: new Set(), picked: null, found: new Set(), points: [], lines: [], widths: new Map(), touched: false, speaker: null,
    mostEvents: Math.max(1, ...graph.nodes.map((node) => node.events)), layout: null, chosen: null, waiting: false,
  };
  const types = typesOf(graph), [first, last] = daysOf(graph);

  app.redraw = () => {
    if (app.waiting) return;
    app.waiting = true;
    requestAnimationFrame(() => {
      app.waiting = false;
      advance(app);
      if (!app.touched) app.view = fitView(shownPoints(app), app.width, app.height);
      drawPicture(app);
      if (app.layout) app.redraw();
    });
  };
  app.fit = () => { app.touched = false; app.redraw(); };
  app.zoom = (factor, x, y) => {
    app.touched = true;
    app.view = zoomView(app.view, factor, x === undefined ? app.width / 2 : x, y === undefined ? app.height / 2 : y);
    app.redraw();
  };
  app.pan = (x, y) => { app.touched = true; app.view = { ...app.view, x: app.view.x + x, y: app.view.y + y }; app.redraw(); };
  app.moveNode = (index, x, y) => {
    app.x[index] = x; app.y[index] = y;
    if (!app.layout) return;
    const place = app.layout.nodes.indexOf(index);
    if (place >= 0) { app.layout.fixed = place; app.layout.x[place] = x; app.layout.y[place] = y; }
  };
  app.release = () => { if (app.layout) app.layout.fixed = -1; };
  app.pick = (picked, focus) => {
    app.picked = picked;
    showDetails(app, focus);
    app.redraw();
  };

  const number = (id, otherwise) => (Number.isFinite(input(id).valueAsNumber) ? input(id).valueAsNumber : otherwise);
  const boxes = () => [...root.querySelectorAll("#types input")];
  function readFilter() {
    const on = boxes().filter((box) => box.checked).map((box) => box.value);
    return { from: input("from").value, to: input("to").value, types: on.length === boxes().length ? null : new Set(on),
      weight: number("least-weight", 0), events: number("least-events", 1), most: Math.max(0, number("most", 3000)),
      alone: input("alone").checked };
  }

  function apply() {
    app.chosen = choose(graph, readFilter());
    app.mostWeight = Math.max(1e-9, ...app.chosen.ties.slice(0, 1).map((tie) => tie.weight));
    // What was chosen may have lost events or be gone.
    if (app.picked && app.picked.tie) {
      const tie = app.chosen.ties.find((other) => other.edge === app.picked.tie.edge);
      app.picked = tie ? { tie } : null;
    }
    settleNew(app);
    showAll();
  }

  function showAll() {
    showStatus(app);
    showTable(app, ROWS);
    showDetails(app, false);
    showLegend(app);
    showFound();
    app.redraw();
  }

  function showFound() {
    const query = input("search").value;
    const nodes = findNodes(graph, query, 20);
    app.found = new Set(nodes.map((node) => node.index));
    const items = nodes.map((node) => element("li", {}, button(said(node.name), () => seek(node.index), {}),
      element("small", {}, " ", said(node.posts[0] || ""))));
    if (query.trim() && !nodes.length) items.push(element("li", { class: "soft" }, app.speaker.say("search.none")));
    root.getElementById("hits").replaceChildren(...items);
    app.redraw();
  }

  // Chooses a node and brings it into the middle; one without a line under the filters is only told of.
  function seek(index) {
    if (app.chosen.shown[index]) {
      const scale = Math.max(app.view.scale, 0.9);
      app.touched = true;
      app.view = { scale, x: app.width / 2 - app.x[index] * scale, y: app.height / 2 - app.y[index] * scale };
    }
    app.pick({ node: index }, true);
  }

  function resize() {
    const box = canvas.getBoundingClientRect();
    app.ratio = window.devicePixelRatio || 1;
    app.width = box.width; app.height = box.height;
    canvas.width = Math.max(1, Math.round(box.width * app.ratio));
    canvas.height = Math.max(1, Math.round(box.height * app.ratio));
    app.redraw();
  }

  function reset() {
    root.getElementById("filters").reset();
    input("alone").checked = graph.edges.length === 0;
    apply();
  }

  input("types").replaceChildren(...types.map(([type, n]) => element("label", {}, element("input", { type: "checkbox", checked: "", value: type }),
    " ", element("bdi", { "data-t": `type.${type}` }), " ", element("small", {}, String(n)))));
  for (const id of ["from", "to"]) { input(id).min = first; input(id).max = last; }
  input("alone").checked = graph.edges.length === 0;
  root.getElementById("empty").hidden = graph.nodes.length > 0;
  app.chosen = choose(graph, readFilter());
  startLanguage(root, (speaker) => {
    app.speaker = speaker;
    if (app.mostWeight) showAll();
  });
  apply();
  layOut(app);
  resize();
  startHands(app);
  let timer = 0;
  root.getElementById("filters").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 120); });
  root.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
  input("search").addEventListener("input", showFound);
  input("search").addEventListener("keydown", (event) => {
    const nodes = findNodes(graph, input("search").value, 1);
    if (event.key === "Enter" && nodes.length) { event.preventDefault(); seek(nodes[0].index); }
  });
  const clicks = { clear: reset, fit: app.fit, again: () => { layOut(app); app.fit(); }, "zoom-in": () => app.zoom(1.4), "zoom-out": () => app.zoom(1 / 1.4) };
  for (const [id, act] of Object.entries(clicks)) root.getElementById(id).addEventListener("click", act);
  new ResizeObserver(resize).observe(canvas);
}

// The nodes shown, as points with their sizes.
function shownPoints(app) {
  return app.chosen.nodes.map((index) => ({ x: app.x[index], y: app.y[index], r: radius(app.graph.nodes[index], app.mostEvents) }));
}

// Starts a layout of what is shown, always from the same places.
function layOut(app) {
  const { nodes, ties } = app.chosen;
  for (const { index, x, y } of app.graph.nodes) { app.x[index] = x; app.y[index] = y; }
  begin(app, nodes, ties);
}

function begin(app, nodes, ties) {
  const place = new Map(nodes.map((index, n) => [index, n]));
  const links = ties.map(({ edge, weight }) => [place.get(edge.a), place.get(edge.b), 0.08 + 0.92 * weight / app.mostWeight]);
  app.layout = { ...makeLayout(shownPoints(app), links), nodes };
  app.placed = new Set(nodes);
}

// Nodes that a filter shows for the first time come to stand among their neighbours; the rest of the picture stays.
function settleNew(app) {
  const fresh = app.chosen.nodes.filter((index) => !app.placed.has(index));
  if (app.placed.size === 0 || !fresh.length) return;
  for (const index of fresh) {
    const known = tiesOf(app.chosen, index).map(({ other }) => other).filter((other) => app.placed.has(other));
    const mean = (values) => known.reduce((sum, other) => sum + values[other], 0) / Math.max(1, known.length);
    const node = app.graph.nodes[index];
    if (known.length) { app.x[index] = mean(app.x) + node.x / 20; app.y[index] = mean(app.y) + node.y / 20; }
  }
  begin(app, app.chosen.nodes, []);
  app.layout.done = Math.ceil(app.layout.steps * 0.9);
}

// Goes on with the layout for a few milliseconds.
function advance(app) {
  if (!app.layout) return;
  const end = performance.now() + BUDGET;
  let going = true;
  while (going && performance.now() < end) going = stepLayout(app.layout);
  app.layout.nodes.forEach((index, n) => { app.x[index] = app.layout.x[n]; app.y[index] = app.layout.y[n]; });
  if (!going) app.layout = null;
}

startNetwork(document);
