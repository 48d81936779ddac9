"""Runs the examples of documents and notebooks as a reader would type them."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from doctest import DocTestParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
               "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "COLUMNS": "120", "NO_COLOR": "1", "PYTHONWARNINGS": "ignore"}


def rerun(document: str) -> str:
    """The document with every output as it is now. `console` blocks hold shell commands after `$ `, `python` blocks
    statements after `>>> `, and `sh` blocks commands without output; all run in the folder that is current."""
    namespace: dict[str, Any] = {}

    def block(match: re.Match[str]) -> str:
        language, body = match.groups()
        match language:
            case "console":
                body = "".join(f"$ {command}\n{console(command)}" for command in commands(body))
            case "python":
                body = "".join(python(body, namespace))
            case "sh":
                plan(body)
            case _:
                raise AssertionError(f"a block that nothing can check, marked {language!r}: {body[:60]}")
        return f"```{language}\n{body}```"

    return FENCE.sub(block, document)


def commands(body: str) -> list[str]:
    """The commands of a console block; one that ends with a backslash goes on in the next line."""
    return [match[1] for match in re.finditer(r"^\$ ((?:.*\\\n)*.*)$", body, re.M)]


def console(command: str) -> str:
    """What a command prints, its messages included."""
    done = subprocess.run(["bash", "-c", command], env=ENVIRONMENT, text=True, encoding="utf-8", check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert "Traceback" not in done.stdout, f"{command}\n{done.stdout}"
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def python(body: str, namespace: dict[str, Any]) -> Iterator[str]:
    """The statements of a block with what each prints."""
    for part in DocTestParser().parse(body):
        if isinstance(part, str):
            yield part
            continue
        first, *rest = part.source.splitlines()
        yield "".join(f"{line}\n" for line in (f">>> {first}", *(f"... {line}" for line in rest)))
        with redirect_stdout(io.StringIO()) as printed:
            exec(compile(part.source, "<example>", "single"), namespace)
        yield "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def plan(body: str) -> None:
    """Checks commands that are not for a test to run: the shell can read them, and each `make` target exists."""
    subprocess.run(["bash", "-n"], input=body, text=True, check=True)
    for target in re.findall(r"^make (\w+)", body, re.M):
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


def cell(source: str, namespace: dict[str, Any]) -> tuple[str, object]:
    """What a notebook cell prints, and the value of its last line (None where that is no expression)."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "<cell>", "exec"), namespace)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace) if last else None
    return printed.getvalue(), value
