"""How files are taken in, and what came of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from importlib import metadata

from tracker.errors import InputError
from tracker.ingest import Reading
from tracker.types import DEFAULT_MODEL

LIMIT = 120.0
VERSION = metadata.version("tracker")  # of what reads: another one reads anew


@dataclass(frozen=True, slots=True)
class Settings:
    """The tagger, the least score of a participation, how files are read, how many processes extract (with one, this process
    does), the seconds that a file or report may take without a sign, and whether files are read again of which something could
    not be read. InputError for what cannot be."""

    model: str = DEFAULT_MODEL
    min_score: float = 0.0
    reading: Reading = field(default_factory=Reading)
    jobs: int = 1
    limit: float = LIMIT
    retry: bool = False

    def __post_init__(self) -> None:
        if self.jobs < 1 or self.limit <= 0:
            raise InputError(f"{self.jobs} jobs of {self.limit:g} seconds can do nothing; give at least one, and some time")

    @property
    def version(self) -> str:
        """By what reports are extracted. Another tracker, tagger or threshold extracts them anew."""
        return f"{VERSION} {self.model} {self.min_score}"

    @property
    def how(self) -> str:
        """A digest of all that what is read of a file depends on, beside the file."""
        return hashlib.sha256(repr((VERSION, self.reading)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Summary:
    """What an ingest did: how many reports were new, changed, or in the store already and left alone; how many files were read
    to their end, were known and as they were, or hold the same as another; how many inputs (files, records, rows) were skipped,
    now or when a known file was read."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    files: int = 0
    known: int = 0
    copies: int = 0
    skipped: int = 0
