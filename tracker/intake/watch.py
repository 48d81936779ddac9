"""What somebody is told while files are taken in."""

from __future__ import annotations

from pathlib import Path

from tracker.errors import InputError
from tracker.types import Report


class Watch:
    """Raises the first fault and says nothing of the rest; whoever wants to know more overrides the methods."""

    def begun(self, path: Path) -> None:
        """A file is read."""

    def written(self, report: Report) -> None:
        """A report has been done with."""

    def ended(self, path: Path, size: int) -> None:
        """A file of so many bytes has been done with."""

    def fault(self, error: InputError) -> None:
        """Something is skipped."""
        raise error

    def settling(self) -> None:
        """All files have been read, and it is decided who is who."""
