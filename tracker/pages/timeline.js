// The page of a timeline: hides entries that do not fit, and closes the sentences until they are asked for or printed.

function startTimeline(root) {
  const marks = new Map([...root.querySelectorAll("svg.axis a")].map((node) => [node.getAttribute("href"), node]));
  const entries = [...root.querySelectorAll(".entry")].map((node) => ({
    node, type: node.dataset.type, text: squeeze(node.textContent),
    mark: marks.get(`#${node.id}`), details: node.querySelector("details"),
  }));
  const filter = root.getElementById("filter");
  const button = root.getElementById("sentences");
  const boxes = [...root.querySelectorAll("#types input")];
  let speaker = null;
  let open = false;

  function show() {
    const wanted = searchWords(filter.value);
    const types = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const entry of entries) {
      const fit = fits(entry, wanted, types);
      entry.node.hidden = !fit;
      if (entry.mark) entry.mark.classList.toggle("off", !fit);
      shown += fit ? 1 : 0;
    }
    // Months before years: a year is empty if its months are.
    for (const node of [...root.querySelectorAll(".month"), ...root.querySelectorAll(".year")]) {
      node.hidden = !node.querySelector(".entry:not([hidden])");
    }
    root.getElementById("nothing").hidden = shown > 0 || entries.length === 0;
    root.getElementById("shown").textContent = speaker.say("filter.shown", { n: shown, all: entries.length });
  }

  function unfold(now) {
    open = now;
    for (const entry of entries) entry.details.open = now;
    button.textContent = speaker.say(now ? "sentences.close" : "sentences.open");
  }

  startLanguage(root, (chosen) => {
    speaker = chosen;
    button.textContent = speaker.say(open ? "sentences.close" : "sentences.open");
    show();
  });
  root.getElementById("controls").hidden = entries.length === 0;
  unfold(false);
  filter.addEventListener("input", show);
  root.getElementById("types").addEventListener("change", show);
  root.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  button.addEventListener("click", () => unfold(!open));
  // On paper every sentence is read; afterwards the screen is as it was.
  let before = [];
  window.addEventListener("beforeprint", () => {
    before = entries.map((entry) => entry.details.open);
    for (const entry of entries) entry.details.open = true;
  });
  window.addEventListener("afterprint", () => before.forEach((was, n) => { entries[n].details.open = was; }));
}

startTimeline(document);
