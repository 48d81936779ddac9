// Which lines of the graph are shown. Pure functions over the data of the page; see ties.py for its form.

// The data with names for its fields. `strength` orders nodes: the one with most events first.
function readGraph(data) {
  const nodes = data.nodes.map((node, index) => ({ ...node, index, key: squeeze(node.name) }));
  const events = data.events.map(([date, end, published, type, event, title, source, report, sentence, id, share], index) => (
    { date, end: end || date, begin: date || published || "", type: type || "", event, title, source, report, sentence, id, share, index }));
  const edges = data.edges.map(([a, b, weight, count, held, roles], index) => ({ a, b, weight, count, events: held, roles, index }));
  const strength = nodes.map((node) => node.index).sort((a, b) => nodes[b].events - nodes[a].events || a - b);
  return { nodes, events, edges, strength };
}

// How many events each type has: [[type, number] …], the most frequent first.
function typesOf(graph) {
  const counts = new Map();
  for (const event of graph.events) counts.set(event.type, (counts.get(event.type) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

// The first and last day of any event, "" where no day is known.
function daysOf(graph) {
  const days = graph.events.flatMap((event) => [event.begin, event.end]).filter(Boolean).sort();
  return days.length ? [days[0], days[days.length - 1]] : ["", ""];
}

// Whether an event counts under a filter {from, to, types}: ISO days or "", and a Set of types or null for all. As in the
// commands, one that lasts counts if any of its days does, and one without a date stands at the day of its report.
function counts(event, filter) {
  if (filter.types && !filter.types.has(event.type)) return false;
  if ((filter.from || filter.to) && !event.begin) return false;
  return (!filter.from || (event.end || event.begin) >= filter.from) && (!filter.to || event.begin <= filter.to);
}

// The line as it is under the filter: {edge, events, count, weight}; null if nothing of it is left.
function cut(edge, graph, filter) {
  const all = !filter.from && !filter.to && !filter.types;
  if (all) return { edge, events: edge.events, count: edge.count, weight: edge.weight };
  const events = edge.events.filter((index) => counts(graph.events[index], filter));
  if (!events.length) return null;
  if (events.length === edge.events.length) return { edge, events, count: edge.count, weight: edge.weight };
  const shares = events.map((index) => graph.events[index].share);
  // Where it is unknown what an event adds, each of a line adds the same.
  const weight = shares.every((share) => share !== null)
    ? shares.reduce((sum, share) => sum + share, 0) : edge.weight * events.length / edge.events.length;
  return { edge, events, count: events.length, weight };
}

// The lines that fit {from, to, types, weight, events, most}, strongest first, and the nodes to draw.
// `hidden` counts those that fit but exceed `most`; with `alone`, nodes without a line are drawn as well.
function choose(graph, filter) {
  let ties = [];
  for (const edge of graph.edges) {
    const tie = cut(edge, graph, filter);
    // A sum of thirds may fall a hair short of 1.
    if (tie && tie.weight >= filter.weight - 1e-6 && tie.count >= filter.events) ties.push(tie);
  }
  ties.sort((one, other) => other.weight - one.weight || other.count - one.count || one.edge.index - other.edge.index);
  const hidden = Math.max(0, ties.length - filter.most);
  ties = ties.slice(0, filter.most);
  const shown = new Array(graph.nodes.length).fill(Boolean(filter.alone));
  for (const { edge } of ties) shown[edge.a] = shown[edge.b] = true;
  return { ties, hidden, shown, nodes: graph.strength.filter((index) => shown[index]) };
}

// The lines of a node, strongest first, each with the node at its other end.
function tiesOf(chosen, index) {
  return chosen.ties.filter(({ edge }) => edge.a === index || edge.b === index)
    .map((tie) => ({ tie, other: tie.edge.a === index ? tie.edge.b : tie.edge.a }));
}

// Nodes whose name, or one of whose posts, holds the words; names that begin so come first, then those with most events.
function findNodes(graph, query, most) {
  const wanted = searchWords(query);
  if (!wanted.length) return [];
  const rank = (node) => (node.key.startsWith(wanted[0]) ? 0 : wanted.every((word) => node.key.includes(word)) ? 1 : 2);
  return graph.strength.map((index) => graph.nodes[index])
    .filter((node) => wanted.every((word) => node.key.includes(word) || node.posts.some((post) => squeeze(post).includes(word))))
    .map((node, place) => [rank(node), place, node])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, most).map((row) => row[2]);
}

// The events of a line by day, those without one last.
function eventsOf(graph, tie) {
  return tie.events.map((index) => graph.events[index])
    .sort((a, b) => (a.date || "9999-99") < (b.date || "9999-99") ? -1 : a.date === b.date ? a.index - b.index : 1);
}

// The first and last day of a line.
function span(graph, tie) {
  const days = tie.events.flatMap((index) => [graph.events[index].date, graph.events[index].end]).filter(Boolean).sort();
  return days.length ? [days[0], days[days.length - 1]] : ["", ""];
}
