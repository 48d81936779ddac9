"""Every example of the documents is run and prints what the document says.

    python tests/test_readme.py --write     writes the present output into the documents and the notebooks
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from examples import ROOT, SAMPLE, rerun

DOCUMENTS = ["README.md", "README.zh.md", "docs/user-guide.md", "docs/data-model.md"]
# Signs that are for use inside the program: as they are, and as repr writes them.
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]|\\\\u[ef]|\\\\U000f")
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_examples_print_what_the_document_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SAMPLE, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    said = (ROOT / name).read_text("utf-8")
    assert rerun(said) == said, f"`python tests/test_readme.py --write` brings {name} up to date"
    assert PRIVATE.findall(said) == []


@pytest.mark.parametrize("path", sorted(path.relative_to(ROOT).as_posix() for pattern in (
    "*.md", "docs/*.md", "data/**/*.md", "models/**/*.md", "tracker/**/*.md") for path in ROOT.glob(pattern)))
def test_links_lead_to_files(path: str) -> None:
    here = ROOT / path
    missing = [target for target in LINK.findall(here.read_text("utf-8")) if not (here.parent / target).exists()]
    assert missing == []


def test_both_languages_show_the_same_examples() -> None:
    english, chinese = (re.findall(r"^(?:\$|>>>) (.*)$", (ROOT / name).read_text("utf-8"), re.M)
                        for name in ("README.md", "README.zh.md"))
    assert english == chinese


def write() -> None:
    """Writes the present output into the documents."""
    for name in DOCUMENTS:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(SAMPLE, Path(folder, "data"))
            os.chdir(folder)
            said = (ROOT / name).read_text("utf-8")
            now = rerun(said)
            (ROOT / name).write_text(now, "utf-8")
            os.chdir(ROOT)
        print(f"{name}: {'as it was' if now == said else 'changed'}")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
    import test_notebooks

    test_notebooks.write()
