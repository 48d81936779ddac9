"""The commands on graphs: `tracker graph` and `tracker changes`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from tracker.cli_options import Database, Output, Since, Until, print_table, put, spread, target, tell
from tracker.errors import InputError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from tracker.graph import Wanted
    from tracker.store import Store

OK = 0
SUFFIXES = ".gexf, .graphml, .csv, .ftm.json, .json, .cyjs, .net, .dl, .cypher, .ftm, .parquet"  # tracker.export loads pandas

app = typer.Typer()

Kind = Annotated[Literal["co-appearance", "met", "attendance", "posts", "mentions"], typer.Option(
    help="Who was in a room with whom, who met whom, who attended what, who had a post where, or, which is no meeting, "
         "who is named in one report with whom.")]
Where = Annotated[str | None, typer.Option("--where", metavar="EXPR", help="Only what a search expression finds, such as "
                                           "'type:meeting place:北京'.")]


@dataclass(frozen=True, slots=True)
class Filters:
    """The options that say what of a graph is wanted."""

    kind: Kind = "co-appearance"
    since: Since = None
    until: Until = None
    where: Where = None
    ego: Annotated[list[str] | None, typer.Option("--ego", metavar="PERSON", help="Only what lies around this person (name, "
                                                  "alias or id); give it again for more.")] = None
    hops: Annotated[int, typer.Option(min=0, metavar="N", help="How many ties away from --ego.")] = 1
    min_events: Annotated[int, typer.Option(min=1, metavar="N", help="Only ties of so many events (in posts and mentions of so "
                                            "many reports).")] = 1
    min_weight: Annotated[float, typer.Option(min=0, metavar="W", help="Only ties of so much weight.")] = 0.0
    measures: Annotated[bool, typer.Option("--measures", help="Measures of the nodes: degree, strength, betweenness, "
                                           "pagerank, core, community, broker.")] = False
    significance: Annotated[bool, typer.Option("--significance", help="How likely chance makes each tie: p, and q for many "
                                               "ties at once.")] = False

    def wanted(self) -> Wanted:
        """The same for the functions."""
        from tracker.expression import parse
        from tracker.graph import Wanted

        return Wanted(self.kind, self.since, self.until, parse(self.where) if self.where is not None else None, self.min_events,
                      self.min_weight, tuple(self.ego or ()), self.hops, self.measures, self.significance)


@app.command()
@spread(Filters, "filters")
def graph(db: Database,
          output: Annotated[Path, typer.Option(metavar="FILE", help=f"A file of one of these kinds: {SUFFIXES}, .html.")],
          filters: Filters,
          by: Annotated[Literal["month", "quarter", "year"] | None, typer.Option(
              help="A graph for each, in files of their own: ties.2024-03.gexf.")] = None,
          dynamic: Annotated[bool, typer.Option("--dynamic", help="A .gexf that Gephi plays over time.")] = False) -> int:
    """Write who appeared with whom as a graph file for Gephi, networkx, or a spreadsheet, or as a page to look at.

    Example: tracker graph --db activity.db --kind met --output met.gexf
    """
    from tracker import graph as graphs
    from tracker.who import opened

    if dynamic and output.suffix.lower() != ".gexf":
        raise InputError("only .gexf plays over time; name the file so, or leave out --dynamic", output)
    wanted = filters.wanted()
    with opened(db) as store:
        if by is None:
            built = graphs.answer(store, wanted)
            _write(store, built, output, dynamic)
            if not built.number_of_nodes():
                tell(graphs.why_empty(store, wanted))
            return OK
        made = graphs.answers(store, wanted, by)
        for name, path in _sliced(output, made):
            _write(store, made[name], path, dynamic)
        undated = next((graph.graph["undated"] for graph in made.values()), 0)
    if not made:
        tell(f"no {by} holds anything, so no file was written; widen the days or the expression")
    if undated:
        what = "reports" if wanted.kind in ("posts", "mentions") else "events"
        tell(f"left out {undated} {what} without a date, for which no {by} has a place")
    return OK


@app.command()
def changes(db: Database,
            before: Annotated[str, typer.Option(metavar="FROM..TO", help="The days of the earlier graph.")],
            after: Annotated[str, typer.Option(metavar="FROM..TO", help="The days of the later graph.")],
            kind: Kind = "co-appearance", where: Where = None,
            format: Annotated[Literal["table", "csv", "json", "jsonl", "md", "xlsx"], typer.Option(
                help="How to print; xlsx is a workbook, which needs --output.")] = "table",
            output: Output = None) -> int:
    """Print which ties were gained, lost, strengthened or weakened between two spans of time.

    The table leaves out what did not change; the other formats have it.

    Example: tracker changes --db activity.db --before 2021-01..2021-02 --after 2021-03..2021-04
    """
    from tracker import graph as graphs
    from tracker.expression import parse
    from tracker.who import opened

    spans = [_span(option, value) for option, value in (("--before", before), ("--after", after))]
    expression = parse(where) if where is not None else None
    with opened(db) as store:
        earlier, later = (graphs.build(store, kind, *span, expression) for span in spans)
    for option, built in (("--before", earlier), ("--after", later)):
        if not built.number_of_nodes():
            tell(f"nothing lies in the days of {option}; widen them")
    put(graphs.changes(earlier, later), format, output, _print_changes)
    return OK


def _span(option: str, value: str) -> tuple[date, date]:
    """The first and last day of FROM..TO; both may be partial, as 2021-03."""
    from tracker.dates import bounds

    first, dots, last = value.partition("..")
    start, end = bounds(first.strip()), bounds(last.strip() if dots else first.strip())
    if start is None or end is None:
        raise InputError(f"{option}: {value} is no span of days; write 2021-03-01..2021-03-31, 2021-03..2021-05 or 2021")
    return start[0], end[1]


def _sliced(output: Path, names: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """The names with the file of each: ties.2024-03.gexf for ties.gexf, and ties.2024-03.ftm.json for ties.ftm.json."""
    ending = ".ftm.json" if output.name.lower().endswith(".ftm.json") else output.suffix
    stem = output.name.removesuffix(output.name[-len(ending):] if ending else "")
    for name in names:
        yield name, output.with_name(f"{stem}.{name}{ending}")


def _write(store: Store, built: nx.Graph[str], output: Path, dynamic: bool) -> None:
    from tracker import export, pages

    if output.suffix.lower() == ".html":
        page = pages.network(built, store.proofs(pages.events(built)), str(built.graph["kind"]))
        with target(output) as file:
            file.write(page)
    else:
        export.write(built, output, "gexf-dynamic" if dynamic else None)
    print(f"{output}: {built.number_of_nodes()} nodes, {built.number_of_edges()} edges")


def _print_changes(frame: pd.DataFrame, file: TextIO) -> None:
    from tracker.export import records

    changed = frame[frame["change"] != "unchanged"]
    if changed.empty:
        print("no changes", file=file)
        return
    rows = [(row["change"], row["name"], row["other"], f"{row['events_before']} → {row['events_after']}",
             f"{row['weight_before']:.2f} → {row['weight_after']:.2f}") for row in records(changed)]
    print_table(file, ("change", "name", "other", "events", "weight"), rows)
