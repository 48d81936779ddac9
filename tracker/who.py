"""Who is who in a database: decides what is open before anybody asks. Loads neither the tagger nor the heavy libraries."""

from __future__ import annotations

from pathlib import Path

from tracker.resolve import Resolver
from tracker.store import Store
from tracker.text import squeeze


def opened(database: str | Path) -> Store:
    """The store in a file or at an SQLAlchemy URL, settled: an ingest that was cut short may have left names open."""
    store = Store(database)
    settle(store)
    return store


def settle(store: Store) -> int:
    """Decides who the names are that are unsettled, each with all its appearances; how many names there were."""
    names = store.unsettled()
    if names:
        seen = store.appearances(names)
        company = {squeeze(name) for appearance in seen for name in appearance.company | appearance.beside} - set(names)
        store.settle(names, Resolver(store.roster(), store.trusts()).decide(seen, store.appearances(company)))
    return len(names)
