"""The notebooks run from top to bottom, without Jupyter, and their outputs are what the cells give."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import warnings
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from examples import ROOT, SAMPLE, cell
from matplotlib import font_manager

sys.path.append(str(ROOT / "notebooks"))  # as Jupyter does
from drawing import Drawing, axes, chinese_font

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPRESENTATIONS = (("text/html", "_repr_html_"), ("image/svg+xml", "_repr_svg_"))
EVERYBODY = ["顾承岳", "骆文昭", "佟雪岩", "邬立群", "裴永沛", "岑若溪", "滕亦舟", "傅守拙", "尉迟清川", "祝怀瑾", "乔思衡",
             "晁立峥", "蔺知秋", "桑以宁", "陶桂澜", "冯长渡"]
# Of each drawing the names that a reader must find in it.
DRAWN = {"01_timeline.ipynb": [["尉迟清川", "滕亦舟", "傅守拙", "顾承岳: events by type"], ["顾承岳: events a month"],
                               ["尉迟清川", "骆文昭", "Who was most with 顾承岳"]],
         "02_coappearance.ipynb": [EVERYBODY, EVERYBODY, EVERYBODY]}
# What stands for a character that could not be drawn: a box, a question mark, an outline in place of a text.
BOXES = re.compile("[□▯�]|<use [^>]*href=\"#(?:glyph|[A-Z][A-Za-z]+-)|\\?{3}")


def rerun(notebook: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The notebook with the outputs as they are now, run in a fresh folder beside a copy of the sample."""
    shutil.copytree(SAMPLE, folder / "data")
    (folder / "notebooks").mkdir()
    back = Path.cwd()
    os.chdir(folder / "notebooks")
    try:
        namespace: dict[str, Any] = {}
        codes = [c for c in notebook["cells"] if c["cell_type"] == "code"]
        fresh = {c["id"]: c | {"execution_count": n, "outputs": outputs("".join(c["source"]), namespace, n)}
                 for n, c in enumerate(codes, start=1)}
    finally:
        os.chdir(back)
    return notebook | {"cells": [fresh.get(c["id"], c) for c in notebook["cells"]]}


def outputs(source: str, namespace: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The outputs of a cell in the format of a notebook."""
    printed, value = cell(source, namespace)
    found: list[dict[str, Any]] = []
    if printed:
        found.append({"name": "stdout", "output_type": "stream", "text": printed.splitlines(keepends=True)})
    if value is not None:
        shown = {kind: getattr(value, method)() for kind, method in REPRESENTATIONS if hasattr(value, method)}
        data = {kind: text.splitlines(keepends=True) for kind, text in (shown | {"text/plain": repr(value)}).items()}
        found.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return found


def plain(notebook: dict[str, Any]) -> list[list[str]]:
    """What every cell prints or gives, as lines of text: tables in HTML differ with the version of pandas, drawings with
    the processor."""
    return [[line for output in c["outputs"] for line in output.get("text") or output["data"]["text/plain"]]
            for c in notebook["cells"] if c["cell_type"] == "code"]


def drawings(notebook: dict[str, Any]) -> list[str]:
    """The drawings that it shows."""
    return ["".join(output["data"]["image/svg+xml"]) for c in notebook["cells"] for output in c.get("outputs", [])
            if "image/svg+xml" in output.get("data", {})]


def words(drawing: str) -> set[str]:
    """The texts of a drawing, as a reader finds them."""
    found = ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")
    return {"".join(element.itertext()).strip() for element in found}


@cache
def now(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The notebook as it is now, and the warnings that its cells raised."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        return rerun(json.loads(path.read_text("utf-8")), Path(folder)), [str(warning.message) for warning in raised]


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS] == list(DRAWN)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_gives_what_it_shows(path: Path) -> None:
    said = json.loads(path.read_text("utf-8"))
    assert plain(now(path)[0]) == plain(said), "`python tests/test_readme.py --write` brings it up to date"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_chinese_in_a_drawing_is_text(path: Path) -> None:
    fresh, raised = now(path)
    assert [message for message in raised if "lyph" in message or "font" in message] == []
    for notebook in (fresh, json.loads(path.read_text("utf-8"))):
        assert [set(names) - words(drawing) for drawing, names in zip(drawings(notebook), DRAWN[path.name], strict=True)] == [
            set() for _ in DRAWN[path.name]]
        assert not [mark for drawing in drawings(notebook) for mark in BOXES.findall(drawing)]


def test_without_a_chinese_font_the_drawing_is_the_same_text(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
                                                             recwarn: pytest.WarningsRecorder) -> None:
    latin = [font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager, "fontManager", copy(font_manager.fontManager))
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    monkeypatch.setattr(font_manager, "findfont", font_manager.fontManager.findfont)
    assert chinese_font() is None
    drawn = [sketch(), sketch()]
    assert {"顾承岳", "会见 2021"} <= words(drawn[0])
    assert drawn[0] == drawn[1]
    assert not BOXES.search(drawn[0])
    assert (list(recwarn), caplog.messages) == ([], [])


def sketch() -> str:
    ax = axes(3, 2)
    ax.barh(["顾承岳"], [1])
    return Drawing(ax, "会见 2021")._repr_svg_()


def write() -> None:
    """Writes the present outputs into the notebooks."""
    for path in NOTEBOOKS:
        said = json.loads(path.read_text("utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            now = rerun(said, Path(folder))
        if plain(now) != plain(said):
            path.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"notebooks/{path.name}: {'as it was' if plain(now) == plain(said) else 'changed'}")
