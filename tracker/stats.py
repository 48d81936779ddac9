"""What a database holds, counted."""

from __future__ import annotations

from dataclasses import asdict, fields

import pandas as pd

from tracker.store import Store
from tracker.store.sums import Sum

COLUMNS = tuple(field.name for field in fields(Sum))


def stats(store: Store) -> pd.DataFrame:
    """The counts of all that the store holds, a row each.

    Columns: `what` and `of` (what is counted: `reports` (all; without events; reprints of
    others), `source` (by paper), `people` (all; those who are
    linked, new, unsure or byline in some report), `events` (all; by type and year, what several reports tell counted once),
    `participations` (by band of their scores, the upper end exclusive)), `number` (int64), `year` (Int64, of the events), `share`
    (float, of all of the kind), `first` and `last` (datetime64, the days of publication of the reports).
    """
    frame = pd.DataFrame([asdict(one) for one in store.sums()], columns=list(COLUMNS))
    for column in ("first", "last"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({"number": "int64", "year": "Int64", "share": "float64"})
