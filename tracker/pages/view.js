// Where things are on the screen: a view {scale, x, y} puts the point (px, py) of the graph at px * scale + x, py * scale + y.

function radius(node, most) {
  return 4 + 14 * Math.sqrt(node.events / Math.max(1, most));
}

function lineWidth(weight, most) {
  return 0.5 + 5.5 * weight / Math.max(2, most);
}

// The view that shows all points ([{x, y, r}]) in a canvas with room at the sides for names.
function fitView(points, width, height) {
  if (!points.length) return { scale: 1, x: width / 2, y: height / 2 };
  const left = Math.min(...points.map((p) => p.x - p.r)), right = Math.max(...points.map((p) => p.x + p.r));
  const top = Math.min(...points.map((p) => p.y - p.r)), bottom = Math.max(...points.map((p) => p.y + p.r));
  const scale = Math.min(2.5, Math.max(20, width - 90) / Math.max(1, right - left), Math.max(20, height - 60) / Math.max(1, bottom - top));
  return { scale, x: width / 2 - scale * (left + right) / 2, y: height / 2 - scale * (top + bottom) / 2 };
}

// The view zoomed by a factor around a point of the screen, which stays where it is.
function zoomView(view, factor, sx, sy) {
  const scale = Math.max(0.02, Math.min(12, view.scale * factor));
  const real = scale / view.scale;
  return { scale, x: sx - (sx - view.x) * real, y: sy - (sy - view.y) * real };
}

function toScreen(view, x, y) {
  return [x * view.scale + view.x, y * view.scale + view.y];
}

function toGraph(view, sx, sy) {
  return [(sx - view.x) / view.scale, (sy - view.y) / view.scale];
}

// Nodes keep nearly their size when the view shrinks, so that a large graph is not dust.
function screenRadius(r, scale) {
  return r * Math.max(0.4, Math.min(1.6, Math.sqrt(scale)));
}

// Boxes for names that overlap no other name and, where there is a way, no large node: items [{x, y, r, width, height}] on the
// screen, the most important first; the answer holds {left, top} or null for each. A grid keeps the search short.
const CELL = 48, LARGE = 6, SURE = 40;

function placeNames(items, width, height) {
  const names = makeGrid(), nodes = makeGrid();
  for (const { x, y, r } of items) if (r > LARGE) nodes.add({ left: x - r, right: x + r, top: y - r, bottom: y + r });
  return items.map((item, place) => {
    const gap = item.r + 3, middle = item.y - item.height / 2;
    const tries = [[item.x + gap, middle], [item.x - gap - item.width, middle],
      [item.x - item.width / 2, item.y + gap], [item.x - item.width / 2, item.y - gap - item.height]]
      .map(([left, top]) => ({ left, top, right: left + item.width, bottom: top + item.height }))
      .filter((box) => box.right > 0 && box.left < width && box.bottom > 0 && box.top < height && !names.taken(box));
    const whole = (one) => one.left >= 0 && one.right <= width && one.top >= 0 && one.bottom <= height;
    // Best where all of it is seen; the most important are named even on top of a node.
    const box = tries.find((one) => whole(one) && !nodes.taken(one)) || tries.find((one) => !nodes.taken(one))
      || (place < SURE ? tries.find(whole) || tries[0] : undefined);
    if (!box) return null;
    names.add(box);
    return { left: box.left, top: box.top };
  });
}

// Boxes by the squares that they lie in.
function makeGrid() {
  const grid = new Map();
  const keys = (box) => {
    const found = [];
    for (let cx = Math.floor(box.left / CELL); cx <= Math.floor(box.right / CELL); cx += 1) {
      for (let cy = Math.floor(box.top / CELL); cy <= Math.floor(box.bottom / CELL); cy += 1) found.push(cx * 10007 + cy);
    }
    return found;
  };
  const crosses = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  return {
    add: (box) => keys(box).forEach((key) => { if (grid.has(key)) grid.get(key).push(box); else grid.set(key, [box]); }),
    taken: (box) => keys(box).some((key) => (grid.get(key) || []).some((other) => crosses(box, other))),
  };
}

// The node under a point of the screen: points [{index, x, y, r}] as drawn, the topmost last. null if none.
function nodeAt(points, sx, sy) {
  let best = null, nearest = Infinity;
  for (const point of points) {
    const dx = sx - point.x, dy = sy - point.y, reach = point.r + 4, d2 = dx * dx + dy * dy;
    if (d2 <= reach * reach && d2 < nearest) { best = point.index; nearest = d2; }
  }
  return best;
}

// The line under a point: lines [{ax, ay, bx, by, width}]; its place in the list, or -1.
function lineAt(lines, sx, sy) {
  let best = -1, nearest = Infinity;
  lines.forEach(({ ax, ay, bx, by, width }, place) => {
    const dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy || 1;
    const along = Math.max(0, Math.min(1, ((sx - ax) * dx + (sy - ay) * dy) / length2));
    const ex = sx - ax - along * dx, ey = sy - ay - along * dy, d2 = ex * ex + ey * ey, reach = width / 2 + 4;
    if (d2 <= reach * reach && d2 < nearest) { best = place; nearest = d2; }
  });
  return best;
}
