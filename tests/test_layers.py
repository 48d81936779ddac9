"""The walls of the house: who may import whom, and how long a file or a function may be."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import ROOT

LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 400, 60, 7
MOST_OPTIONS = 8  # of a function at the doors
# Each option of a command is a parameter of its function, and typer has no other way: what narrows a timeline down are many, and
# become one value at once.
MOST_OPTIONS_OF_TIMELINE = 16
PACKAGE = ROOT / "tracker"
FILES = sorted(path for folder in ("tracker", "models", "benchmarks", "tests", "data") for path in ROOT.glob(f"{folder}/**/*.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(argument.arg not in ("self", "cls") for argument in named)


def is_timeline(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return (path.name, function.name) == ("cli_ask.py", "timeline")


def test_imports_run_one_way() -> None:
    done = subprocess.run([sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_module_has_its_layer() -> None:
    (contract,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    modules = {f"tracker.{path.stem if path.is_file() else path.name}" for path in PACKAGE.iterdir()
               if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()}
    assert layers == modules


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    long = [f.name for f in functions(path) if (f.end_lineno or f.lineno) - f.lineno >= LONGEST_FUNCTION]
    most = MOST_OPTIONS if path.name.startswith("cli") else MOST_PARAMETERS
    wide = [f.name for f in functions(path) if parameters(f) > (MOST_OPTIONS_OF_TIMELINE if is_timeline(path, f) else most)]
    assert (long, wide) == ([], [])
