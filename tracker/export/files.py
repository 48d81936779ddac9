"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tracker.errors import InputError


@contextmanager
def atomic(path: str | Path) -> Iterator[TextIO]:
    """A UTF-8 text file to write, which takes the place of `path` only if all goes well. InputError if it cannot.

    Bytes go to its `buffer`.
    """
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", path) from error
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as error:
        os.unlink(name)
        raise InputError(f"cannot be written ({error.strerror})", path) from error
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    # The mask can only be read by setting it; temporary files are private, the finished one is like any other.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
