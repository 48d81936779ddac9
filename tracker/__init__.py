"""Reads Chinese official news: who did what with whom, with the sentence that proves it.

    import tracker

    with tracker.open("activity.db") as activity:
        activity.ingest("data/page.txt", roster="data/roster.csv", published="2021-03-15")
        activity.timeline("顾承岳")
        activity.graph("met")
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

from tracker.errors import InputError, JudgementError, RosterError, StoreError, TrackerError, UnknownPerson

if TYPE_CHECKING:
    from tracker.export import report_object, write
    from tracker.intake.settings import Summary
    from tracker.pipeline import Activity, extract, open
    from tracker.profile import Profile

__all__ = ["Activity", "InputError", "JudgementError", "Profile", "RosterError", "StoreError", "Summary", "TrackerError",
           "UnknownPerson", "__version__", "extract", "open", "report_object", "write"]

__version__ = metadata.version("tracker")

# spaCy, pandas and networkx take seconds to load: they are loaded with the first name that needs them.
_HOMES = {"Activity": "pipeline", "Profile": "profile", "Summary": "intake.settings", "extract": "pipeline", "open": "pipeline",
          "report_object": "export", "write": "export"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"tracker.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'tracker' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
