// Mouse, touch, pen and keyboard on the canvas.

const CLICK = 4; // pixels within which a press is a click and no drag

function startHands(app) {
  const { canvas } = app;
  const pointers = new Map();
  let held = null, start = null, moved = false;

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.addEventListener("pointerdown", (event) => {
    const [x, y] = at(event);
    pointers.set(event.pointerId, [x, y]);
    canvas.setPointerCapture(event.pointerId);
    if (pointers.size === 1) {
      held = nodeAt(app.points, x, y);
      start = [x, y];
      moved = false;
    } else {
      held = null;
      moved = true;
    }
  });

  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = at(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      canvas.style.cursor = nodeAt(app.points, x, y) !== null || lineAt(app.lines, x, y) >= 0 ? "pointer" : "grab";
      return;
    }
    if (Math.abs(x - start[0]) + Math.abs(y - start[1]) > CLICK) moved = true;
    if (!moved) return;
    app.touched = true;
    if (pointers.size === 2) pinch(event.pointerId, before, [x, y]);
    else if (held !== null) app.moveNode(held, ...toGraph(app.view, x, y));
    else app.view = { ...app.view, x: app.view.x + x - before[0], y: app.view.y + y - before[1] };
    pointers.set(event.pointerId, [x, y]);
    app.redraw();
  });

  // Two fingers: what was between them stays between them.
  function pinch(id, before, now) {
    const other = [...pointers].find(([key]) => key !== id)[1];
    const far = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]);
    const middle = (p) => [(p[0] + other[0]) / 2, (p[1] + other[1]) / 2];
    const [bx, by] = middle(before), [nx, ny] = middle(now);
    const zoomed = zoomView(app.view, far(now) / Math.max(1, far(before)), bx, by);
    app.view = { ...zoomed, x: zoomed.x + nx - bx, y: zoomed.y + ny - by };
  }

  const lift = (event) => {
    const was = pointers.delete(event.pointerId);
    if (pointers.size > 0) return;
    app.release();
    if (!was || moved || event.type === "pointercancel") return;
    const [x, y] = at(event);
    const node = nodeAt(app.points, x, y), line = lineAt(app.lines, x, y);
    app.pick(node !== null ? { node } : line >= 0 ? { tie: app.lines[line].tie } : null, false);
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    // Firefox counts lines (about 16 pixels each), others pixels.
    const turned = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    app.zoom(Math.exp(-Math.max(-200, Math.min(200, turned)) * 0.002), ...at(event));
  }, { passive: false });

  const keys = {
    ArrowLeft: () => app.pan(60, 0), ArrowRight: () => app.pan(-60, 0), ArrowUp: () => app.pan(0, 60), ArrowDown: () => app.pan(0, -60),
    "+": () => app.zoom(1.25), "=": () => app.zoom(1.25), "-": () => app.zoom(0.8), _: () => app.zoom(0.8), 0: () => app.fit(),
    Escape: () => app.pick(null, false),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
}
