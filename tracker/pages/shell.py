"""What both pages are put together from: templates, the table of words, and data made harmless for HTML and scripts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# What HTML may not hold or XML cannot: control characters (tabs and line ends apart), halves of surrogates, no characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MARKER = re.compile(r"\{\{(\w+)\}\}")
_IN_SCRIPT = re.compile("[<>&\u2028\u2029]")


@cache
def read(name: str) -> str:
    """A file of this folder."""
    return (HERE / name).read_text("utf-8")


@cache
def words() -> Mapping[str, Sequence[str]]:
    """Every string of the pages, in English and in Chinese."""
    table: dict[str, list[str]] = json.loads(read("words.json"))
    return table


def page(template: str, scripts: Sequence[str], styles: Sequence[str], **parts: str) -> str:
    """A whole page. `{{name}}` in the template stands for a part; what comes in by a part is not looked through again."""
    table = embedded(words())
    script = "".join(map(read, scripts))
    parts |= {"style": "".join(map(read, styles)), "words": table, "script": f'(() => {{\n"use strict";\n{script}}})();\n'}
    return _MARKER.sub(lambda match: parts[match[1]], read(template))


def clean(text: str) -> str:
    """The text with a replacement character for each one that a page cannot hold."""
    return _UNFIT.sub("\ufffd", text)


def escape(text: object) -> str:
    """Text for an element or a quoted attribute."""
    return html.escape(clean(str(text)))


def said(text: object) -> str:
    """Text of a report. It stands apart from what is around it, so that marks of direction in it turn nothing else."""
    return f"<bdi>{escape(text)}</bdi>"


def word(key: str, tag: str = "span", **values: object) -> str:
    """An element that shows a string of the table in the language chosen; at first, and without scripts, in English."""
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
    return f'<{tag} data-t="{escape(key)}"{data}>{escape(say(key, **values))}</{tag}>'


def say(key: str, **values: object) -> str:
    """A string of the table in English."""
    text = words()[key][0]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def label(kind: str, value: str, tag: str = "span", style: str = "") -> str:
    """The name of a type or role, with a class if one is given; one that the table lacks stands as it is."""
    key, looks = f"{kind}.{value}", f' class="{style}"' if style else ""
    if key in words():
        return f'<{tag}{looks} data-t="{key}">{say(key)}</{tag}>'
    tag = "bdi" if tag == "span" else tag
    return f"<{tag}{looks}>{escape(value)}</{tag}>"


def embedded(data: Any) -> str:
    """JSON that can stand in a script element: no character in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", clean(text))
