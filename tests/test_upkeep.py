"""A database is checked, made small, copied while in use, and brought from the tables of an older version to these."""

import gzip
import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from made import ROSTER, extraction

from tracker.errors import StoreError
from tracker.ingest import Reading
from tracker.intake.run import ingest
from tracker.intake.settings import Settings
from tracker.roster import load
from tracker.store import Store
from tracker.store.migrate import STEPS, migrate
from tracker.store.schema import EVENT, SCHEMA, TABLES
from tracker.store.upkeep import check, copy, notes, vacuum
from tracker.who import Judge, settle

MET = extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest"}), posts={"林建国": [("青河市委", "书记")]})
DATA = Path(__file__).parent.parent / "data"
OLD = Path(__file__).parent / "schema_4.db.gz"  # the sample page with its roster and one judgement, as version 0.1.0 kept it


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db", create=True) as store:
        store.set_roster(ROSTER)
        store.put(MET, "1")
        settle(store)
        yield store


def test_a_sound_database(store: Store) -> None:
    assert check(store) == []
    assert notes(store) == []


@pytest.mark.parametrize(("harm", "told"), [
    ("UPDATE event SET happening = 'nowhere'", "is of no happening that there is"),
    ("UPDATE mention SET end_char = 9999", "report page#1: mention at 0 to 9999 lies outside of its text"),
    ("UPDATE report SET story = 'nowhere'", "story nowhere is not that of the reports that it has"),
    ("UPDATE participation SET start_char = -1", "participation at -1 to"),
    ("UPDATE appearance SET person = 'nobody'", "points at a person that is not there"),
    ("DELETE FROM words_data WHERE id > 10", "the index of words is damaged"),
])
def test_what_is_wrong_is_told(store: Store, harm: str, told: str) -> None:
    with store._alone() as execute:
        execute("PRAGMA foreign_keys = OFF")
        execute(harm)
    assert any(told in line for line in check(store)), check(store)


def test_a_file_with_a_torn_page(store: Store, tmp_path: Path) -> None:
    for number in range(50):
        store.put(extraction(("meeting", "2020-08-04", {"林建国": "host", f"何{number}": "guest"}), id=f"r{number}"), "1")
    store.close()
    data = bytearray((tmp_path / "a.db").read_bytes())
    connection = sqlite3.connect(tmp_path / "a.db")
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'mention'").fetchone()
    connection.close()
    data[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    (tmp_path / "torn.db").write_bytes(data)
    with Store(tmp_path / "torn.db") as torn:
        assert any("damaged" in line for line in check(torn))


def test_what_is_good_to_know(store: Store) -> None:
    event = store.told()[0].id
    other = extraction(("meeting", "2020-08-04", {"何平": "host", "白志远": "guest"}), id="page#2")
    store.put(other, "1")
    assert notes(store) == ["2 names are open: the next question decides them", "1 days and reports are open: the next question "
                            "decides them"]
    settle(store)
    two = next(one.id for one in store.told() if one.id != event)
    Judge(store, "editor").say((f"e:{event}", f"e:{two}"), "SAME")
    store.put(extraction(id="page#2"), "2")
    with store._write() as c:
        c.execute(sa.delete(EVENT).where(EVENT.c.id == two))
    settle(store)
    assert [line.partition(" is ")[2] for line in notes(store)] == [
        f"about event {two}, which no report tells any longer in these words"]


def test_vacuum_gives_back_room(store: Store) -> None:
    for number in range(200):
        store.put(extraction(("meeting", None, {f"何{number}": "host"}), id=f"r{number}"), "1")
    with store._write() as c:
        c.execute(sa.delete(TABLES.tables["report"]).where(TABLES.tables["report"].c.name != "page#1"))
    before, after = vacuum(store)
    assert after < 0.7 * before
    assert check(store) == []


def test_a_copy_is_whole_while_another_writes(store: Store, tmp_path: Path) -> None:
    def write() -> None:
        with Store(tmp_path / "a.db") as other:
            for number in range(60):
                other.put(extraction(("meeting", None, {f"何{number}": "host"}), id=f"r{number}"), "1")

    writer = threading.Thread(target=write)
    writer.start()
    sizes = []
    while writer.is_alive():
        target = tmp_path / f"copy{len(sizes)}.db"
        copy(store, target)
        with Store(target) as other:
            assert check(other) == []
            sizes.append(other.counts()["report"])
    writer.join()
    assert sizes == sorted(sizes)
    assert len(sizes) > 1
    with pytest.raises(StoreError, match="exists already"):
        copy(store, target)


def test_a_copy_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere/copy\.db: cannot be written"):
        copy(store, tmp_path / "nowhere" / "copy.db")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    return path


def test_an_old_database_says_what_to_do(old: Path) -> None:
    with pytest.raises(StoreError, match=f"has schema 4 .* needs {SCHEMA}; run `tracker db migrate --db "):
        Store(old)


def test_an_old_database_becomes_what_a_new_one_would_be(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    assert migrate(old) == ["4", SCHEMA]
    assert (tmp_path / "old.db.schema-4").exists()
    with Store(old) as migrated, Store(tmp_path / "new.db", create=True) as new:
        assert check(migrated) == []
        settings = Settings("rules", reading=Reading(date(2021, 3, 15)))
        ingest(new, [DATA / "page.txt"], settings, known=(load(DATA / "roster.csv"), False))
        told = [[(one.id, one.event.type, one.people) for one in store.told()] for store in (migrated, new)]
        assert told[0] == told[1]
        assert migrated.people() == new.people()
        assert [one.verdict for one in migrated.judgements()] == ["DIFFERENT"]
        assert layout(migrated) == layout(new)
    assert migrate(old) == [SCHEMA]
    assert before != old.read_bytes()


def layout(store: Store) -> dict[str, object]:
    seen = sa.inspect(store._engine)
    with store._begin() as c:
        indexes = c.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")).all()
    return {table: [(column["name"], str(column["type"])) for column in seen.get_columns(table)] for table in TABLES.tables
            } | {"indexes": list(map(tuple, indexes))}


def test_a_copy_of_the_old_file_is_not_written_over(old: Path, tmp_path: Path) -> None:
    (tmp_path / "old.db.schema-4").write_text("mine")
    before = old.read_bytes()
    with pytest.raises(StoreError, match="exists already"):
        migrate(old)
    assert old.read_bytes() == before


def test_each_step_leads_to_the_next_and_the_last_to_these_tables() -> None:
    goals = [goal for goal, _ in STEPS.values()]
    assert [*list(STEPS)[1:], SCHEMA] == goals


def test_from_a_version_that_is_not_known(old: Path) -> None:
    with Store(old.parent / "other.db", create=True) as store, store._write() as c:
        c.execute(sa.text("UPDATE meta SET value = '3' WHERE name = 'schema'"))
    with pytest.raises(StoreError, match="no way leads from schema 3"):
        migrate(old.parent / "other.db")
