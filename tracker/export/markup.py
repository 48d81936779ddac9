"""Text inside XML."""

from __future__ import annotations

# Tabs and line ends too: readers make blanks of them in attributes, and one line end of the others in text.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})


def escaped(text: str) -> str:
    """The text as it stands in an element or in an attribute between double quotes."""
    return text.translate(_ESCAPES)
