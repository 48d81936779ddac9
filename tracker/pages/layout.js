// A force layout in the manner of ForceAtlas2, with a quadtree (Barnes-Hut) for the repulsion. It only adds, multiplies and
// takes square roots, which every browser does alike: the same graph gives the same picture.

const REPULSION = 70, GRAVITY = 0.03, STEP = 0.3, THETA2 = 0.49, MARGIN = 8;

// nodes: [{x, y, r}]; links: [[a, b, pull between 0 and 1]]. `steps` depends on the size, so that time is limited.
function makeLayout(nodes, links) {
  const n = nodes.length;
  const layout = {
    n, links, x: Float64Array.from(nodes, (node) => node.x), y: Float64Array.from(nodes, (node) => node.y),
    r: Float64Array.from(nodes, (node) => node.r), mass: new Float64Array(n).fill(1),
    fx: new Float64Array(n), fy: new Float64Array(n), fixed: -1, done: 0,
    steps: n < 2 ? 0 : Math.max(120, Math.min(400, Math.round(180000 / n))),
  };
  for (const [a, b, pull] of links) {
    layout.mass[a] += pull;
    layout.mass[b] += pull;
  }
  return layout;
}

// The tree over the points: cells of four children each; a leaf holds one node. Points closer than a hair share a leaf.
function buildTree(layout) {
  const { n, x, y, mass } = layout;
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (let i = 0; i < n; i += 1) {
    left = Math.min(left, x[i]); right = Math.max(right, x[i]);
    top = Math.min(top, y[i]); bottom = Math.max(bottom, y[i]);
  }
  const size = Math.max(right - left, bottom - top, 1);
  const tree = { size, child: [0, 0, 0, 0], node: [-1], mass: [0], cx: [0], cy: [0] };
  const cell = () => {
    tree.child.push(0, 0, 0, 0); tree.node.push(-1); tree.mass.push(0); tree.cx.push(0); tree.cy.push(0);
    return tree.node.length - 1;
  };
  const quadrant = (i, mx, my) => (x[i] > mx ? 1 : 0) + (y[i] > my ? 2 : 0);
  for (let i = 0; i < n; i += 1) {
    let at = 0, half = size / 2, mx = left + half, my = top + half;
    for (let depth = 0; ; depth += 1) {
      const resident = tree.node[at], empty = tree.mass[at] === 0;
      tree.mass[at] += mass[i]; tree.cx[at] += mass[i] * x[i]; tree.cy[at] += mass[i] * y[i];
      if (empty) { tree.node[at] = i; break; }
      if (depth > 24) break;
      if (resident >= 0) {
        // Who lived here alone moves down a cell.
        const down = cell();
        tree.child[at * 4 + quadrant(resident, mx, my)] = down;
        tree.node[down] = resident; tree.mass[down] = mass[resident];
        tree.cx[down] = mass[resident] * x[resident]; tree.cy[down] = mass[resident] * y[resident];
        tree.node[at] = -1;
      }
      const q = quadrant(i, mx, my);
      if (!tree.child[at * 4 + q]) tree.child[at * 4 + q] = cell();
      at = tree.child[at * 4 + q];
      half /= 2; mx += q & 1 ? half : -half; my += q & 2 ? half : -half;
    }
  }
  return tree;
}

// Adds to the forces on node i what pushes it away from all others; a far cell counts as one point.
function repel(layout, tree, i, stack) {
  const { x, y, mass } = layout;
  let depth = 0;
  stack[0] = 0; stack[1] = tree.size;
  while (depth >= 0) {
    const at = stack[depth * 2], size = stack[depth * 2 + 1];
    depth -= 1;
    const weight = tree.mass[at];
    if (tree.node[at] === i || weight === 0) continue;
    let dx = x[i] - tree.cx[at] / weight, dy = y[i] - tree.cy[at] / weight;
    let d2 = dx * dx + dy * dy;
    if (tree.node[at] >= 0 || size * size < THETA2 * d2) {
      // Two on one spot go apart by their order.
      if (d2 < 1e-6) { dx = 0.01 * (i % 7 + 1); dy = 0.01 * (i % 5 + 1); d2 = dx * dx + dy * dy; }
      const force = REPULSION * mass[i] * weight / Math.max(d2, 1);
      layout.fx[i] += dx * force; layout.fy[i] += dy * force;
      continue;
    }
    for (let q = 0; q < 4; q += 1) {
      const child = tree.child[at * 4 + q];
      if (child) { depth += 1; stack[depth * 2] = child; stack[depth * 2 + 1] = size / 2; }
    }
  }
}

// Moves every node once. False when the layout is finished; the last steps only part nodes that overlap.
function stepLayout(layout) {
  if (layout.done >= layout.steps) return false;
  const { n, x, y, mass, fx, fy, links } = layout;
  layout.done += 1;
  if (layout.done > layout.steps * 0.9) {
    separate(layout);
    return layout.done < layout.steps;
  }
  fx.fill(0); fy.fill(0);
  const tree = buildTree(layout), stack = [];
  for (let i = 0; i < n; i += 1) {
    repel(layout, tree, i, stack);
    fx[i] -= GRAVITY * mass[i] * x[i]; fy[i] -= GRAVITY * mass[i] * y[i];
  }
  for (const [a, b, pull] of links) {
    const dx = (x[b] - x[a]) * pull, dy = (y[b] - y[a]) * pull;
    fx[a] += dx; fy[a] += dy; fx[b] -= dx; fy[b] -= dy;
  }
  const left = 1 - layout.done / (layout.steps * 0.9), most = 2 + 60 * left * left;
  for (let i = 0; i < n; i += 1) {
    if (i === layout.fixed) continue;
    const dx = STEP * fx[i] / mass[i], dy = STEP * fy[i] / mass[i], length = Math.sqrt(dx * dx + dy * dy);
    const limit = length > most ? most / length : 1;
    x[i] += dx * limit; y[i] += dy * limit;
  }
  return true;
}

// Pushes apart nodes that overlap, by a grid whose cells are as wide as the largest node.
function separate(layout) {
  const { n, x, y, r } = layout;
  let widest = 1;
  for (let i = 0; i < n; i += 1) widest = Math.max(widest, 2 * r[i] + MARGIN);
  const grid = new Map(), place = (v) => Math.floor(v / widest), key = (cx, cy) => cx * 100003 + cy;
  for (let i = 0; i < n; i += 1) {
    const at = key(place(x[i]), place(y[i]));
    if (grid.has(at)) grid.get(at).push(i); else grid.set(at, [i]);
  }
  for (let i = 0; i < n; i += 1) {
    const cx = place(x[i]), cy = place(y[i]);
    for (let ox = -1; ox <= 1; ox += 1) for (let oy = -1; oy <= 1; oy += 1) {
      for (const j of grid.get(key(cx + ox, cy + oy)) || []) {
        if (j <= i) continue;
        let dx = x[j] - x[i], dy = y[j] - y[i];
        const wanted = r[i] + r[j] + MARGIN;
        let distance = Math.sqrt(dx * dx + dy * dy);
        if (distance >= wanted) continue;
        if (distance < 1e-3) { dx = 0.6; dy = 0.8; distance = 1; }
        const shift = (wanted - distance) / 2 / distance;
        if (i !== layout.fixed) { x[i] -= dx * shift; y[i] -= dy * shift; }
        if (j !== layout.fixed) { x[j] += dx * shift; y[j] += dy * shift; }
      }
    }
  }
}
