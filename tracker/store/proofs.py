"""The sentences that tell events, with where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from tracker.store.happen import days_of, first_prints
from tracker.store.rows import parts
from tracker.store.schema import EVENT, ONE, PARTICIPATION, REPORT
from tracker.store.search import DAY


def proofs(c: sa.Connection, happenings: Collection[str]) -> dict[str, dict[str, str | None]]:
    """Of each happening: its date and date_end, the day on which the report was published (all ISO), its type, event (its name,
    else the verb), title (the headline of the report), source, report (its id as given) and the sentence that tells it.

    Of several reports it is the one that names most of those who took part; the days are those of `happen.days_of`.
    Ids of no happening are left out.
    """
    words = sa.func.substr(REPORT.c.text, EVENT.c.start_char + 1, EVENT.c.end_char - EVENT.c.start_char).label("words")
    people = sa.select(sa.func.count()).where(PARTICIPATION.c.event == EVENT.c.id).scalar_subquery().label("people")
    columns = (EVENT.c.date, EVENT.c.date_end, EVENT.c.type, EVENT.c.place, EVENT.c.name, EVENT.c.trigger, ONE.label("one"),
               words, people)
    rows = (sa.select(*columns, REPORT.c.headline, REPORT.c.source, REPORT.c.published, REPORT.c.name.label("report_name"),
                      REPORT.c.story, REPORT.c.id.label("report_id"))
            .join(REPORT).order_by(DAY.is_(None), DAY, REPORT.c.name, REPORT.c.id, EVENT.c.ord))
    tellings: dict[str, list[Any]] = defaultdict(list)
    for some in parts(sorted(happenings)):
        for row in c.execute(rows.where(ONE.in_(some))):
            tellings[row.one].append(row)
    return {id: _proof(sorted(tellings[id], key=lambda row: -row.people)) for id in sorted(tellings) if id in happenings}


def _proof(tellings: list[Any]) -> dict[str, str | None]:
    best = tellings[0]
    first, last = days_of(first_prints([(row.story, row.published, row.report_id, (row.type, row.date, row.date_end, row.place))
                                        for row in tellings]))
    days = {"date": first, "date_end": last, "published": best.published}
    return {name: day.isoformat() if day else None for name, day in days.items()} | {
        "type": best.type, "event": best.name or best.trigger, "title": best.headline, "source": best.source,
        "report": best.report_name, "sentence": best.words}
