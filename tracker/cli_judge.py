"""The commands by which people say who is who: merge, differ, split, undo, history, and judgements to and from files."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tracker.cli_options import Database, Output, print_table, target, tell
from tracker.errors import InputError
from tracker.judgements import Judgement, Verdict, dumps, loads

if TYPE_CHECKING:
    from tracker.store import Seen

ALL_WELL, NOT_ALL = 0, 1  # exit statuses: something was left out

app = typer.Typer()
lines = typer.Typer(help="Write judgements to a file, or take in those of one.")
app.add_typer(lines, name="judgements")

Someone = Annotated[str, typer.Argument(metavar="PERSON", help="A name, an alias, or an id.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The same of another one.")]
Who = Annotated[str | None, typer.Option(metavar="NAME", help="Who judges; else your login name.")]
Why = Annotated[str, typer.Option(metavar="WORDS", help="On what grounds.")]


@app.command()
def merge(person: Someone, other: Other, db: Database, who: Who = None, why: Why = "") -> int:
    """Judge that two people are one.

    Example: tracker merge p02 p03 --db activity.db --why "the same birth place"
    """
    return _say("SAME", (person, other), db, who, why)


@app.command()
def differ(person: Someone, other: Other, db: Database, who: Who = None, why: Why = "") -> int:
    """Judge that two people are two, so that nothing makes them one.

    Example: tracker differ p02 p03 --db activity.db
    """
    return _say("DIFFERENT", (person, other), db, who, why)


def _say(verdict: Verdict, names: tuple[str, str], db: str, who: str | None, why: str) -> int:
    from tracker.people import find_person
    from tracker.who import Judge, opened

    with opened(db) as store:
        one, other = (find_person(store, name).id for name in names)
        if one == other:
            raise InputError(f"{names[0]} and {names[1]} are one person already ({one}); `tracker history` tells whether by a "
                             "judgement, and `tracker split` parts a person")
        judge = Judge(store, who)
        if judge.log.state.holds((one, other), verdict):
            print("it is judged so already")
            return ALL_WELL
        if verdict == "SAME" and judge.log.state.different(one, other):
            raise InputError(f"{names[0]} and {names[1]} were judged to be two; undo that first (`tracker history {one}` has the "
                             "id)")
        _print_kept(judge.say((one, other), verdict, why), db)
    return ALL_WELL


@app.command()
def split(person: Someone, db: Database,
          reports: Annotated[list[str] | None, typer.Argument(metavar="[REPORT…]", help="The reports that are of somebody else; "
                                                              "none prints those there are.")] = None,
          who: Who = None, why: Why = "") -> int:
    """Judge that the appearances of a person in some reports are somebody else's.

    Example: tracker split 骆文昭 page#2 page#4 --db activity.db
    """
    from tracker.people import find_person
    from tracker.who import Judge, opened

    with opened(db) as store:
        id = find_person(store, person).id
        if reports:
            _print_kept(Judge(store, who).split(id, reports, why), db)
            return ALL_WELL
        seen = store.seen([id])
    if not seen:
        raise InputError(f"{person} appears in no report, so there is nothing to part")
    _print_seen(seen)
    raise InputError(f"say which of these reports are of somebody else: tracker split {shlex.quote(person)} REPORT… "
                     f"--db {shlex.quote(db)}")


def _print_seen(seen: Sequence[Seen]) -> None:
    """Appearances, those with the same post together."""
    from tracker.store import post_label

    names = Counter(one.report_name for one in seen)
    posts = {one: "、".join(map(post_label, one.posts)) for one in seen}
    order = {label: place for place, label in enumerate(dict.fromkeys(posts.values()))}
    print_table(sys.stdout, ("post", "report", "date", "source", "words"), [
        (posts[one], one.report_name if names[one.report_name] == 1 else one.report, str(one.published or ""), one.source or "",
         one.words) for one in sorted(seen, key=lambda one: order[posts[one]])])


@app.command()
def undo(ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of judgements, as `tracker history` prints them.")],
         db: Database, who: Who = None, why: Why = "") -> int:
    """Take back judgements, the last of those named first; all of them or none. An undo can be taken back as well.

    Example: tracker undo 0000-1f0c2ab91e55 --db activity.db
    """
    from tracker.who import Judge, opened

    with opened(db) as store:
        _print_kept(Judge(store, who).undo_all(list(reversed(ids)), why), db)
    return ALL_WELL


def _print_kept(kept: Sequence[Judgement], db: str) -> None:
    for one in kept:
        print(f"{one.id}  {one}")
    print("to take it back: tracker undo", *(one.id for one in kept), "--db", shlex.quote(db))


@app.command()
def history(db: Database, person: Annotated[str | None, typer.Argument(
                metavar="[PERSON]", help="A name, an alias, or an id; else everything is told.")] = None,
            format: Annotated[Literal["table", "json", "jsonl"], typer.Option(
                help="How to print; jsonl is what `tracker judgements import` reads.")] = "table",
            output: Output = None) -> int:
    """Print what was judged, by whom and why, and whether it holds.

    Example: tracker history 骆文昭 --db activity.db
    """
    import json

    from tracker import review, who
    from tracker.people import find_person

    with who.opened(db) as store:
        said = who.history(store, find_person(store, person).id if person else None)
        rows = review.log(store, said).to_dict("records")
    with target(output) as file:
        if format == "jsonl":
            file.write(dumps(said))
        elif format == "json":
            file.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        elif not rows:
            print("nothing was judged", file=file)
        else:
            print_table(file, ("when", "who", "verdict", "left", "right", "why", "id", "standing"), [
                (*(row[name] for name in ("when", "who", "verdict", "left", "right", "why", "id")),
                 " by ".join(filter(None, (row["standing"], row["by"])))) for row in rows])
    return ALL_WELL


@lines.command("export")
def export_lines(db: Database, output: Output = None) -> int:
    """Write all judgements, one a line. Two such files merge by the union of their lines.

    Example: tracker judgements export --db activity.db --output judgements.jsonl
    """
    from tracker.store import Store

    with Store(db) as store:
        said = store.judgements()
    with target(output) as file:
        file.write(dumps(said))
    if output:
        print(f"{output}: {len(said)} judgements")
    return ALL_WELL


@lines.command("import")
def import_lines(file: Annotated[Path, typer.Argument(metavar="FILE", help="Judgements, one a line.")], db: Database) -> int:
    """Add the judgements of a file to those of the database.

    Those that contradict earlier ones are told on standard error and left out; the exit status is then 1.

    Example: tracker judgements import judgements.jsonl --db activity.db
    """
    from tracker.who import Judge, opened

    try:
        said = loads(file.read_text("utf-8"), file)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", file) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8; restore the file that `tracker judgements export` wrote", file) from error
    with opened(db) as store:
        new, left_out = Judge(store).take(said)
    print(f"{new} of {len(said)} judgements were new")
    for line in left_out:
        tell(line)
    return NOT_ALL if left_out else ALL_WELL
