"""What questions cost: milliseconds as the median of twenty passes, their spread, and the peak of memory.

    python benchmarks/questions.py activity.db [--passes 20] [--synthetic 100000]

Asked of is the person with most participations, and one in the middle. Milliseconds are those of the processor, which tell the
same on a busy machine; memory is what Python holds at the peak, in a pass of its own, since measuring is slow. --synthetic builds
a store of that many participations beside (the same one each time, in a temporary file), and asks it the same and for the graph
of one year.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from tracker import export, graph, meetings, posts, profile, query, search
from tracker.roster import provisional
from tracker.store import Store
from tracker.store.schema import APPEARANCE, EVENT, PARTICIPATION, PERSON, POST, REPORT

FIRST, DAYS, PEOPLE_A_REPORT = date(2015, 1, 1), 3650, 4
AT_ONCE = 5000  # reports written at a time
TYPES = ("meeting", "conference", "inspection", "visit", "call")
Rows = dict[sa.Table, list[dict[str, object]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", nargs="?")
    parser.add_argument("--passes", type=int, default=20)
    parser.add_argument("--synthetic", type=int, metavar="N")
    args = parser.parse_args()
    if args.database:
        with Store(args.database) as store:
            measure(store, args.passes)
    if args.synthetic:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder, "synthetic.db")
            with Store(database, create=True) as store:
                build(store, args.synthetic)
                print(f"{args.synthetic} participations, {database.stat().st_size / 1e6:.0f} MB")
                measure(store, args.passes, date(2020, 1, 1))


def measure(store: Store, passes: int, year: date | None = None) -> None:
    """Prints a row a question; `year` is the first day of the one of which the graph is asked for, else it is that of all."""
    ids = people(store)
    top, middle, other = ids[0], ids[len(ids) // 2], ids[1]
    until = year.replace(month=12, day=31) if year else None
    built = graph.build(store, since=year, until=until)
    print(f"{store.counts()}, {len(built)} nodes, {built.number_of_edges()} edges")
    print("question\trows\tms, median (min–max)\tpeak, MB")
    with tempfile.TemporaryDirectory() as folder:
        asked: dict[str, tuple[int, Callable[[], object]]] = {
            "timeline, busiest": (passes, lambda: query.timeline(store, top)),
            "timeline, median": (passes, lambda: query.timeline(store, middle)),
            "together": (passes, lambda: meetings.together(store, top, other)),
            "met": (passes, lambda: meetings.met(store, top)),
            "search, word": (passes, lambda: search.events(store, "会见")),
            "search, name and type": (passes, lambda: search.events(store, f'name:"{top}" type:meeting')),
            "person, busiest": (passes, lambda: profile.profile(store, top).company),
            "person, median": (passes, lambda: profile.profile(store, middle).company),
            "appointments": (3, lambda: posts.appointments(store)),
            "posts on a day": (3, lambda: posts.posts_on(store, year or date(2024, 1, 1))),
            "graph": (3, lambda: graph.build(store, since=year, until=until)),
            "gexf": (3, lambda: export.write(built, str(Path(folder, "ties.gexf")))),
        }
        for name, (times, ask) in asked.items():
            print(f"{name}\t{row(ask, times)}", flush=True)


def row(ask: Callable[[], object], passes: int) -> str:
    """Rows, milliseconds and megabytes of one question."""
    spent, answer = [], ask()
    for _ in range(passes):
        start = time.process_time()
        ask()
        spent.append((time.process_time() - start) * 1000)
    tracemalloc.start()
    ask()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = len(answer) if hasattr(answer, "__len__") else ""
    return f"{size}\t{statistics.median(spent):.0f} ({min(spent):.0f}–{max(spent):.0f})\t{peak / 1e6:.0f}"


def people(store: Store) -> list[str]:
    """The ids of all who took part in something, those with most participations first."""
    number = sa.func.count()
    with store._begin() as c:
        return list(c.scalars(sa.select(PARTICIPATION.c.person).group_by(PARTICIPATION.c.person)
                              .order_by(number.desc(), PARTICIPATION.c.person)))


def build(store: Store, participations: int, people: int = 5000) -> None:
    """Fills an empty store by bulk: reports of one event each, whose people come by Zipf's law; always the same."""
    names = [f"何{chr(0x4e00 + n // 100)}{chr(0x5000 + n % 100)}" for n in range(people)]
    ids = [provisional(name) for name in names]
    reports = told(names, ids, participations // PEOPLE_A_REPORT)
    with store._begin() as c:
        c.execute(sa.insert(PERSON), [{"id": id, "name": name, "key": name, "in_roster": False}
                                      for id, name in zip(ids, names, strict=True)])
        while some := list(islice(reports, AT_ONCE)):
            for table in (REPORT, EVENT, APPEARANCE, POST, PARTICIPATION):
                c.execute(sa.insert(table), [row for rows in some for row in rows[table]])
            spaced = [(int(str(one["id"]), 16), " ".join(str(one["headline"])), " ".join(str(one["text"])))
                      for rows in some for one in rows[REPORT]]
            c.exec_driver_sql("INSERT INTO words(rowid, headline, body) VALUES (?, ?, ?)", spaced)


def told(names: list[str], ids: list[str], reports: int) -> Iterator[Rows]:
    """The rows of each report."""
    chance, odds, why = random.Random(1), [1 / (n + 5) for n in range(len(names))], [None]
    for number in range(reports):
        there = list(dict.fromkeys(chance.choices(range(len(names)), odds, k=PEOPLE_A_REPORT)))
        day = FIRST + timedelta(chance.randrange(DAYS))
        text = f"{day}，" + "、".join(names[n] for n in there) + "会见。" + "双方就共同关心的问题交换了意见。" * 10
        report, event = f"{number:016x}", f"{number + 2**60:016x}"
        end = text.index("。") + 1
        rows: Rows = {
            REPORT: [{"id": report, "name": f"r{number}", "headline": f"会见{number}", "published": day, "source": "晨报",
                      "text": text, "fingerprint": ""}],
            EVENT: [{"id": event, "report": report, "ord": 0, "type": chance.choice(TYPES), "date": day, "trigger": "会见",
                     "start_char": 0, "end_char": end, "happening": event, "score": 0.9, "why": why}],
            APPEARANCE: [], POST: [], PARTICIPATION: []}
        for n, who in enumerate(there):
            rows[APPEARANCE].append({"report": report, "name": names[who], "ord": n, "person": ids[who], "attendance": "present",
                                     "score": 0.9, "why": why * 2, "key": names[who], "status": "new", "resolution": None})
            rows[POST].append({"report": report, "name": names[who], "ord": 0, "org": "青河市", "title": "市长", "score": 0.9,
                               "why": why})
            rows[PARTICIPATION].append({"event": event, "ord": n, "name": names[who], "person": ids[who],
                                        "roles": "guest" if n else "host", "start_char": 0, "end_char": end, "score": 0.9,
                                        "why": why})
        yield rows


if __name__ == "__main__":
    main()
