"""The commands on people: `tracker person` and `tracker proposals`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TextIO

import typer

from tracker.cli_options import Database, Output, PersonName, Since, Until, print_table, target
from tracker.types import Finding

if TYPE_CHECKING:
    import pandas as pd

    from tracker.profile import Profile

ALL_WELL = 0
_MONTHS, _COMPANY = 18, 15  # how many columns of months, and rows of company, are easy to read

app = typer.Typer()


@app.command()
def person(person: PersonName, db: Database, since: Since = None, until: Until = None,
           format: Annotated[Literal["table", "json", "md"], typer.Option(help="How to print.")] = "table",
           output: Output = None) -> int:
    """Print who somebody is: names, posts, activity by month, and who was in a room with them.

    The table and Markdown show years where more than 18 months have events, and the 15 people met most often; JSON has all.

    Example: tracker person 顾承岳 --db activity.db --since 2021-03-01
    """
    from tracker.profile import profile
    from tracker.who import opened

    with opened(db) as store:
        found = profile(store, person, since, until)
    with target(output) as file:
        if format == "json":
            file.write(json.dumps(_object(found), ensure_ascii=False, indent=1) + "\n")
            return ALL_WELL
        title = f"{found.name} ({found.person_id})"
        file.write(f"# {title}\n" if format == "md" else f"{title}\n")
        for section in _sections(found):
            _print_section(section, file, format)
    return ALL_WELL


@app.command()
def proposals(db: Database, person: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this person.")] = None,
              min_reports: Annotated[int, typer.Option(min=1, metavar="N", help="Only what so many reports print.")] = 1,
              finding: Annotated[Finding | None, typer.Option(help="Only of this kind.")] = None,
              format: Annotated[Literal["table", "csv", "json"], typer.Option(help="How to print.")] = "table",
              output: Output = None) -> int:
    """Print the posts that reports give people and that the roster does not have, or contradicts.

    As CSV they can be looked through and taken into the roster with `tracker roster accept`.

    Example: tracker proposals --db activity.db --min-reports 2 --format csv --output proposals.csv
    """
    from tracker.export import frame_text
    from tracker.proposals import proposals as propose
    from tracker.who import opened

    with opened(db) as store:
        frame = propose(store, person, min_reports)
    if finding is not None:
        frame = frame[frame["finding"] == finding]
    with target(output) as file:
        if format != "table":
            file.write(frame_text(frame, format))
        elif frame.empty:
            file.write("no proposals: the reports print no such post that the roster lacks or contradicts\n")
        else:
            _print_proposals(frame, file)
    return ALL_WELL


def _print_proposals(frame: pd.DataFrame, file: TextIO) -> None:
    from tracker.export import records

    header = ("finding", "person", "post", "days", "reports", "roster", "evidence")
    print_table(file, header, [
        (row["finding"], f"{row['name']} ({row['person_id']})", f"{row['org'] or ''}{row['title']}",
         _days(row["start"], row["end"]), str(row["reports"]), row["roster"] or "", row["evidence"] or "")
        for row in records(frame)])


class _Section(NamedTuple):
    """A part of a profile as it is printed: `note` stands below its title, `empty` where there are no rows."""

    title: str
    note: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str


def _object(found: Profile) -> dict[str, Any]:
    from tracker.export import records

    frames = ("names", "posts", "activity", "roles", "company", "identity")
    return {"person_id": found.person_id, "name": found.name, **{name: records(getattr(found, name)) for name in frames}}


def _sections(found: Profile) -> list[_Section]:
    from tracker.export import records

    names = [(row["name"], row["origin"], str(row["reports"]), _days(row["first"], row["last"])) for row in records(found.names)]
    posts = [_post_cells(row) for row in records(found.posts)]
    company = [(row["name"], row["person_id"], str(row["events"]), f"{row['weight']:.2f}", _days(row["first"], row["last"]))
               for row in records(found.company)[:_COMPANY]]
    counts = {row["what"]: row["number"] for row in records(found.identity)}
    who = (f"{counts['linked']} appearances linked to the roster, {counts['new']} of somebody in no roster, "
           f"{counts['unsure']} not sure; attended in {counts['attended']} reports, only mentioned in {counts['mentioned']}")
    roles = ", ".join(f"{row['role']} {row['events']}" for row in records(found.roles))
    more = f" ({len(company)} of {len(found.company)})" if len(found.company) > len(company) else ""
    return [_Section("Names", who, ("name", "origin", "reports", "days"), names, "no report in these days names this person"),
            _Section("Posts", "", ("post", "origin", "reports", "first seen in", "last seen in", "roster"), posts,
                     "neither the reports nor the roster tell a post"),
            _Section("Activity", roles, *_activity(found.activity),
                     "took part in nothing that the reports tell"),
            _Section(f"Company{more}", "", ("name", "id", "events", "weight", "days"), company,
                     "was in a room with nobody whom the reports name")]


def _post_cells(row: dict[str, Any]) -> tuple[str, ...]:
    seen = (" ".join(filter(None, (row[f"{end}"], row[f"{end}_source"], row[f"{end}_headline"] or row[f"{end}_report"])))
            for end in ("first", "last"))
    held = f"{row['since'] or '…'} to {row['until'] or 'now'}" if row["origin"] != "reports" else ""
    return f"{row['org'] or ''}{row['title']}", row["origin"], str(row["reports"]), *seen, held


def _activity(frame: pd.DataFrame) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Types × months, or years where these are many: the header, and a row a type with its sum."""
    from tracker.export import records

    rows = records(frame)
    size = 4 if len({row["month"] for row in rows if row["month"]}) > _MONTHS else 7
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        for period in (row["month"][:size] if row["month"] else "undated", "all"):
            counts[row["type"], period] = counts.get((row["type"], period), 0) + row["events"]
    periods = list(dict.fromkeys([*(period for _, period in counts if period != "all"), "all"]))
    types = sorted({type for type, _ in counts}, key=lambda type: (-counts[type, "all"], type))
    return ("type", *periods), [(type, *(str(counts.get((type, period), "")) for period in periods)) for type in types]


def _print_section(section: _Section, file: TextIO, format: str) -> None:
    if format == "md":
        file.write(f"\n## {section.title}\n\n" + (f"{section.note}\n\n" if section.note else ""))
        lines = [section.header, ["---"] * len(section.header), *section.rows] if section.rows else []
        file.writelines(_markdown(line) for line in lines)
        file.write("" if lines else f"{section.empty}\n")
        return
    file.write(f"\n{section.title}\n" + (f"{section.note}\n" if section.note else ""))
    if section.rows:
        # A month takes two lines of a header, so that eighteen fit.
        print_table(file, [name.replace("-", "\n") if name[:1].isdigit() else name for name in section.header], section.rows)
    else:
        file.write(f"{section.empty}\n")


def _markdown(cells: Iterable[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |\n"


def _days(first: str | None, last: str | None) -> str:
    """Two days, or one where they are the same."""
    return first or "" if first == last else f"{first} to {last}"
