// What stands beside and below the picture: details of the choice, the table of lines, the legend. All text goes in as text.

const ROWS = 100;

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "onclick") node.addEventListener("click", value); else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

// Text of a report: apart from its surroundings, so that marks of direction in it turn nothing else.
function said(text) {
  return element("bdi", { lang: "zh" }, String(text));
}

function button(text, act, attributes) {
  return element("button", { type: "button", class: "plain", ...attributes, onclick: act }, text);
}

function round(weight) {
  return String(Math.round(weight * 100) / 100);
}

function facts(rows) {
  const list = element("dl", {});
  for (const [name, value] of rows) if (value) list.append(element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  return list;
}

// The details of what is chosen; with `focus` the keyboard moves there.
function showDetails(app, focus) {
  const box = document.getElementById("details");
  const { picked, speaker } = app;
  const content = picked === null ? [element("p", { class: "soft" }, speaker.say("details.hint"))]
    : picked.tie ? tieDetails(app, picked.tie) : nodeDetails(app, app.graph.nodes[picked.node]);
  box.replaceChildren(...content);
  box.scrollTop = 0;
  if (focus && box.querySelector("h3")) box.querySelector("h3").focus();
}

function nodeDetails(app, node) {
  const { say } = app.speaker;
  const ties = tiesOf(app.chosen, node.index);
  const posts = element("ul", {}, ...node.posts.map((post) => element("li", {}, said(post))));
  const rows = ties.map(({ tie, other }) => element("tr", {},
    element("td", {}, button(said(app.graph.nodes[other].name), () => app.pick({ node: other }, true))),
    element("td", {}, button(say("shared", { n: tie.count }), () => app.pick({ tie }, true))),
    element("td", { class: "number" }, round(tie.weight))));
  return [
    element("h3", { tabindex: "-1" }, said(node.name)),
    facts([[say("post"), node.posts.length ? posts : ""], [say("first"), node.first], [say("last"), node.last],
      [say("events"), String(node.events)], [say("id"), said(node.id)]]),
    node.event ? element("div", {}, ...eventItems(app, app.graph.events.filter((event) => event.id === node.id))) : null,
    element("h4", {}, `${say("ties")} (${ties.length})`),
    element("table", {}, element("tbody", {}, ...rows)),
  ].filter(Boolean);
}

function tieDetails(app, tie) {
  const { say } = app.speaker;
  const one = app.graph.nodes[tie.edge.a], other = app.graph.nodes[tie.edge.b];
  const [first, last] = span(app.graph, tie);
  const roles = tie.edge.roles.map((role) => say(`role.${role}`)).join(", ");
  return [
    element("h3", { tabindex: "-1" }, button(said(one.name), () => app.pick({ node: one.index }, true)), " — ",
      button(said(other.name), () => app.pick({ node: other.index }, true))),
    facts([[say("events"), String(tie.count)], [say("weight"), round(tie.weight)], [say("roles"), roles],
      [say("first"), first], [say("last"), last]]),
    element("ol", { class: "proofs" }, ...eventItems(app, eventsOf(app.graph, tie)).map((item) => element("li", {}, item))),
  ];
}

function days(event) {
  return event.date && event.end !== event.date ? `${event.date} – ${event.end}` : event.date;
}

// Each event with where it stands and the sentence that says so.
function eventItems(app, events) {
  const { say } = app.speaker;
  return events.map((event) => {
    const known = event.date || event.event || event.title || event.sentence;
    if (!known) return element("div", {}, said(event.id), " ", element("span", { class: "soft" }, say("unknown.event")));
    const from = [event.source, event.report].filter(Boolean).flatMap((text, n) => (n ? [" · ", said(text)] : [said(text)]));
    return element("div", {},
      element("p", {}, element("strong", {}, days(event) || say("undated")), " ", say(`type.${event.type}`), " ",
        event.event ? said(event.event) : ""),
      event.title ? element("p", {}, said(event.title)) : "",
      element("p", { class: "soft" }, ...from),
      element("blockquote", {}, event.sentence ? said(event.sentence) : say("sentence.none")));
  });
}

// The table of all lines shown, strongest first, some at a time.
function showTable(app, rows) {
  const { say } = app.speaker;
  const { ties } = app.chosen;
  const body = document.getElementById("rows");
  const name = (index) => button(said(app.graph.nodes[index].name), () => app.pick({ node: index }, true));
  body.replaceChildren(...ties.slice(0, rows).map((tie) => {
    const [first, last] = span(app.graph, tie);
    return element("tr", {}, element("td", {}, name(tie.edge.a)), element("td", {}, name(tie.edge.b)),
      element("td", { class: "number" }, button(String(tie.count), () => app.pick({ tie }, true), {
        "aria-label": say("shared", { n: tie.count }) })),
      element("td", { class: "number" }, round(tie.weight)), element("td", {}, first), element("td", {}, last));
  }));
  const rest = Math.max(0, ties.length - rows);
  const more = document.getElementById("more");
  more.hidden = rest === 0;
  more.textContent = say("more", { n: rest });
  more.onclick = () => showTable(app, rows + 2 * ROWS);
  document.getElementById("no-ties").hidden = ties.length > 0;
}

function showLegend(app) {
  const { say } = app.speaker;
  const sizes = new Map();
  // `strength` holds the strongest first: a group is called after its first.
  for (const index of app.graph.strength) {
    const node = app.graph.nodes[index];
    if (node.group === null) continue;
    const held = sizes.get(node.group) || { name: node.name, n: 0 };
    sizes.set(node.group, { ...held, n: held.n + 1 });
  }
  const groups = [...sizes].sort((a, b) => a[0] - b[0]);
  const swatch = (colour) => {
    const mark = element("i", {});
    mark.style.background = colour;
    return mark;
  };
  const items = groups.slice(0, GROUPS.length).map(([group, { name, n }]) => element("li", {}, swatch(GROUPS[group]),
    say("legend.group", { name: shortName(name), n })));
  if (groups.length > GROUPS.length) {
    items.push(element("li", {}, swatch(SMALL_GROUP), say("legend.others", { n: groups.length - GROUPS.length })));
  }
  if (app.graph.nodes.some((node) => node.event)) items.push(element("li", { class: "square" }, swatch(EVENT), say("legend.event")));
  items.push(element("li", {}, say("legend.size")), element("li", {}, say("legend.width")));
  document.getElementById("legend").replaceChildren(...items);
}

function showStatus(app) {
  const { say } = app.speaker;
  const { nodes, ties, hidden } = app.chosen;
  const parts = [say("status", { nodes: nodes.length, allNodes: app.graph.nodes.length, edges: ties.length, allEdges: app.graph.edges.length })];
  if (hidden) parts.push(say("status.hidden", { n: hidden }));
  document.getElementById("status").textContent = parts.join(" ");
}
