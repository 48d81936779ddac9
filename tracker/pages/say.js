// The language of the page. Every string stands in one table: WORDS[key] is [English, Chinese].

function pickLanguage(preferred) {
  const first = preferred.find((tag) => /^(zh|en)\b/i.test(tag));
  return first && /^zh/i.test(first) ? 1 : 0;
}

function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

// A string in the language chosen; what the table lacks stands as it is (types and roles that other programs made).
function say(words, language, key, values) {
  return Object.hasOwn(words, key) ? fillIn(words[key][language], values) : key.replace(/^(type|role)\./, "");
}

function makeSpeaker(words, language) {
  const speaker = { words, language };
  speaker.say = (key, values) => say(words, speaker.language, key, values);
  return speaker;
}

// Puts every string of the page in the language chosen.
function translate(root, speaker) {
  root.documentElement.lang = speaker.language ? "zh-Hans" : "en";
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = speaker.say(node.dataset.t, node.dataset);
  for (const node of root.querySelectorAll("[data-t-hint]")) node.placeholder = speaker.say(node.dataset.tHint);
  for (const node of root.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", speaker.say(node.dataset.tLabel));
}

// Shows the button that changes the language and what only scripts can do; `then` runs after each change.
function startLanguage(root, then) {
  const words = JSON.parse(root.getElementById("words").textContent);
  const speaker = makeSpeaker(words, pickLanguage(navigator.languages || [navigator.language]));
  const button = root.getElementById("language");
  const change = (language) => {
    speaker.language = language;
    translate(root, speaker);
    button.textContent = speaker.say("language");
    button.lang = language ? "en" : "zh-Hans";
    then(speaker);
  };
  button.addEventListener("click", () => change(1 - speaker.language));
  for (const node of root.querySelectorAll(".scripted")) node.hidden = false;
  change(speaker.language);
  return speaker;
}
