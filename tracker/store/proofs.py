"""The sentences that tell events, with where they stand."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from tracker.store.rows import parts
from tracker.store.schema import EVENT, REPORT


def proofs(c: sa.Connection, events: Collection[str]) -> dict[str, dict[str, str | None]]:
    """Of each event: its date and date_end, the day on which its report was published (all ISO), its type, event (its name,
    else the verb), title (the headline of the report), source, report (its id as given) and the sentence that tells it.

    Ids of no event are left out."""
    words = sa.func.substr(REPORT.c.text, EVENT.c.start_char + 1, EVENT.c.end_char - EVENT.c.start_char).label("words")
    rows = sa.select(EVENT, words, REPORT.c.headline, REPORT.c.source, REPORT.c.published,
                     REPORT.c.name.label("report_name")).join(REPORT)
    found: dict[str, dict[str, str | None]] = {}
    for some in parts(sorted(events)):
        for row in c.execute(rows.where(EVENT.c.id.in_(some)).order_by(EVENT.c.id)):
            days = {"date": row.date, "date_end": row.date_end, "published": row.published}
            found[row.id] = {name: day.isoformat() if day else None for name, day in days.items()} | {
                "type": row.type, "event": row.name or row.trigger, "title": row.headline, "source": row.source,
                "report": row.report_name, "sentence": row.words}
    return found
