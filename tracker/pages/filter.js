// What a search looks for. Names are written with and without blanks, letters in either case.

function squeeze(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s·•・]+/g, "");
}

// The words of a search; each has to occur.
function searchWords(query) {
  return query.split(/\s+/).map(squeeze).filter(Boolean);
}

// Whether the entry {text (squeezed), type} fits the words and types chosen.
function fits(entry, wanted, types) {
  return types.has(entry.type) && wanted.every((word) => entry.text.includes(word));
}
