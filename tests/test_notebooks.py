"""The notebooks run from top to bottom, without Jupyter, and their outputs are what the cells give."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from examples import ROOT, SAMPLE, cell

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPRESENTATIONS = (("text/html", "_repr_html_"), ("image/svg+xml", "_repr_svg_"))


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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_gives_what_it_shows(path: Path, tmp_path: Path) -> None:
    said = json.loads(path.read_text("utf-8"))
    assert plain(rerun(said, tmp_path)) == plain(said), "`python tests/test_readme.py --write` brings it up to date"


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS] == ["network.ipynb", "timeline.ipynb"]


def write() -> None:
    """Writes the present outputs into the notebooks."""
    for path in NOTEBOOKS:
        said = json.loads(path.read_text("utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            now = rerun(said, Path(folder))
        if plain(now) != plain(said):
            path.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"notebooks/{path.name}: {'as it was' if plain(now) == plain(said) else 'changed'}")
