// Draws the graph on the canvas. `app` is the state of the page, see network.js.

const GROUPS = ["#0b6fb8", "#d9822b", "#2e8b57", "#a8447f", "#7250c0", "#b8960c", "#14a3a3", "#c23b3b", "#6b5b4b", "#4d7c0f"];
const NO_GROUP = "#0b6fb8", SMALL_GROUP = "#9aa3ad", EVENT = "#3a4656";
const FONT = '13px system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", ' +
  '"Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';
const MOST_NAMES = 600, LONGEST_NAME = 16;

function colourOf(node) {
  if (node.event) return EVENT;
  return node.group === null ? NO_GROUP : GROUPS[node.group] || SMALL_GROUP;
}

function shortName(name) {
  const signs = [...name.replace(/\s+/g, " ")];
  return signs.length > LONGEST_NAME ? `${signs.slice(0, LONGEST_NAME - 1).join("")}…` : signs.join("");
}

// What stands out beside a choice: the node with its neighbours, or the two ends of a line. null without a choice.
function nearChoice(app) {
  if (app.picked === null) return null;
  const near = new Set();
  if (app.picked.tie) return near.add(app.picked.tie.edge.a).add(app.picked.tie.edge.b);
  near.add(app.picked.node);
  for (const { other } of tiesOf(app.chosen, app.picked.node)) near.add(other);
  return near;
}

// Whether a line belongs to what is chosen.
function isPicked(app, edge) {
  if (app.picked === null) return false;
  return app.picked.tie ? app.picked.tie.edge === edge : edge.a === app.picked.node || edge.b === app.picked.node;
}

function drawPicture(app) {
  const { ctx, view, width, height, chosen, graph } = app;
  const near = nearChoice(app);
  ctx.setTransform(app.ratio, 0, 0, app.ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  app.lines = chosen.ties.map((tie) => {
    const [ax, ay] = toScreen(view, app.x[tie.edge.a], app.y[tie.edge.a]);
    const [bx, by] = toScreen(view, app.x[tie.edge.b], app.y[tie.edge.b]);
    return { ax, ay, bx, by, width: lineWidth(tie.weight, app.mostWeight), tie };
  });
  // Weak lines first, those of the choice last: the important is on top.
  const late = [];
  ctx.lineCap = "round";
  // Many lines have to be pale, or nothing but them is seen.
  const thin = Math.max(0.12, Math.min(0.5, 8 / Math.sqrt(app.lines.length + 1)));
  for (let place = app.lines.length - 1; place >= 0; place -= 1) {
    const line = app.lines[place];
    if (isPicked(app, line.tie.edge)) late.push(line);
    else strokeLine(app, line, `rgba(92,108,128,${near ? thin / 3 : thin + 0.4 * line.tie.weight / app.mostWeight})`);
  }
  for (const line of late) strokeLine(app, line, "rgba(20,60,110,0.75)");
  app.points = [];
  for (let place = chosen.nodes.length - 1; place >= 0; place -= 1) {
    const node = graph.nodes[chosen.nodes[place]];
    const [x, y] = toScreen(view, app.x[node.index], app.y[node.index]);
    const r = screenRadius(radius(node, app.mostEvents), view.scale);
    app.points.push({ index: node.index, x, y, r });
    if (x > -r && x < width + r && y > -r && y < height + r) drawNode(app, node, x, y, r, near && !near.has(node.index));
  }
  drawNames(app, near);
}

function strokeLine(app, line, colour) {
  const { ctx, width, height } = app;
  if (Math.max(line.ax, line.bx) < 0 || Math.min(line.ax, line.bx) > width || Math.max(line.ay, line.by) < 0
    || Math.min(line.ay, line.by) > height) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = line.width;
  ctx.beginPath();
  ctx.moveTo(line.ax, line.ay);
  ctx.lineTo(line.bx, line.by);
  ctx.stroke();
}

function drawNode(app, node, x, y, r, faint) {
  const { ctx } = app;
  ctx.globalAlpha = faint ? 0.25 : 1;
  ctx.fillStyle = colourOf(node);
  ctx.beginPath();
  if (node.event) ctx.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
  else ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fill();
  ctx.strokeStyle = "#fff";
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.globalAlpha = 1;
  if (app.found.has(node.index) || (app.picked && app.picked.node === node.index)) {
    ctx.strokeStyle = "#f0a500";
    ctx.lineWidth = 3;
    ctx.beginPath();
    ctx.arc(x, y, r + 3, 0, 2 * Math.PI);
    ctx.stroke();
  }
}

// The names of the chosen, then the found, then the strongest, as far as they find room.
function drawNames(app, near) {
  const { ctx, graph, width, height } = app;
  ctx.font = FONT;
  const inside = app.points.filter((p) => p.x > -60 && p.x < width + 60 && p.y > -20 && p.y < height + 20).reverse();
  const rank = (p) => (near && near.has(p.index) ? 0 : app.found.has(p.index) ? 1 : 2);
  const sorted = inside.map((p, place) => [rank(p), place, p]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((row) => row[2]);
  const items = sorted.slice(0, MOST_NAMES).map((p) => {
    const name = shortName(graph.nodes[p.index].name);
    if (!app.widths.has(name)) app.widths.set(name, ctx.measureText(name).width);
    return { ...p, name, width: app.widths.get(name) + 4, height: 16 };
  });
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.lineJoin = "round";
  placeNames(items, width, height).forEach((place, n) => {
    if (!place) return;
    const faint = near && !near.has(items[n].index);
    ctx.globalAlpha = faint ? 0.35 : 1;
    ctx.strokeStyle = "rgba(255,255,255,0.9)";
    ctx.lineWidth = 3;
    ctx.strokeText(items[n].name, place.left + 2, place.top + 8);
    ctx.fillStyle = "#1c2430";
    ctx.fillText(items[n].name, place.left + 2, place.top + 8);
  });
  ctx.globalAlpha = 1;
}
