"""The commands that care for a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli_ingest import MinScore, Tagger, print_summary, watched
from tracker.cli_options import Database
from tracker.types import DEFAULT_MODEL

OK, FAULTS = 0, 1

app = typer.Typer(no_args_is_help=True, help="Care for a database: check, rebuild, vacuum, copy, migrate.")


@app.command()
def check(db: Database) -> int:
    """Say whether a database is sound: the file, what points where, the spans, the index of words. Status 1 if not.

    Example: tracker db check --db activity.db
    """
    from tracker.store import Store
    from tracker.store.upkeep import check, notes

    with Store(db) as store:
        faults = check(store)
        for line in (*faults, *notes(store)):
            print(line)
        print(f"{store.name}: {f'{len(faults)} faults' if faults else 'sound'}")
    return FAULTS if faults else OK


@app.command()
def rebuild(db: Database, model: Tagger = DEFAULT_MODEL, min_score: MinScore = 0.0,
            jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Processes that extract.")] = 1) -> int:
    """Extract all reports anew from their texts in the database, with this version and tagger; judgements are kept.

    Example: tracker db rebuild --db activity.db --model fast
    """
    from tracker.intake import run
    from tracker.intake.settings import Settings
    from tracker.store import Store

    with Store(db) as store:
        with watched(()) as watch:
            done = run.rebuild(store, Settings(model, min_score, jobs=jobs), watch)
        print_summary(done, store)
    return FAULTS if done.skipped else OK


@app.command()
def vacuum(db: Database) -> int:
    """Make a database as small as it can be, and its questions fast.

    Example: tracker db vacuum --db activity.db
    """
    from tracker.store import Store
    from tracker.store.upkeep import vacuum

    with Store(db) as store:
        before, after = vacuum(store)
        print(f"{store.name}: {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB now")
    return OK


@app.command()
def copy(target: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; it must not exist yet.")], db: Database) -> int:
    """Copy a database as it is at this moment, even while others read and write it.

    Example: tracker db copy friday.db --db activity.db
    """
    from tracker.store import Store
    from tracker.store.upkeep import copy

    with Store(db) as store:
        copy(store, target)
        print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    return OK


@app.command()
def migrate(db: Database) -> int:
    """Bring a database of an older version to the tables of this one; the old file is kept beside it.

    Example: tracker db migrate --db activity.db
    """
    from tracker.store.migrate import migrate

    first, *rest = migrate(db)
    if rest:
        print(f"{db}: from schema {first} to {' to '.join(rest)}; as it was: {db}.schema-{first}")
    else:
        print(f"{db}: has schema {first}, that of this version")
    return OK
