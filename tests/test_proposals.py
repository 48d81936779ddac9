"""Proposals for the roster: which posts of the reports it lacks or contradicts, and what taking them in does."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import extraction, person
from test_store import fill

from tracker import proposals as module
from tracker.errors import RosterError, UnknownPerson
from tracker.export import frame_text
from tracker.proposals import proposals
from tracker.roster import Roster, accept, check, load, save
from tracker.roster.accept import faults
from tracker.store import Store
from tracker.types import Extraction, Reason, Resolution, Span
from tracker.who import settle

KNOWN = Roster([
    person("lin", "林建国", ("郑州市委", "书记", "2018-03", "2020-06"), aliases=["林铁生"]),
    person("bai", "白志远", ("白山大学", "教授", None, None), ("郑州市", "市长", "2016", None)),
])
HEADER = "person_id,name,aliases,org,title,start,end,source\n"


def told(name: str, *posts: tuple[str | None, str], day: str | None = "2019-05-02", id: str = "r#1") -> Extraction:
    """A report that names somebody with posts, for which a reason is kept."""
    made = extraction(id=id, published=day, others={name: "mentioned"}, posts={name: posts})
    text = f"无事。{'、'.join((org or '') + title for org, title in posts)}{name}发言。"
    reasons = tuple(Reason("printed", name, Span(3, len(text) - 3)) for _ in posts)
    return replace(made, report=replace(made.report, text=text), people=(replace(made.people[0], post_reasons=reasons),))


def found(*reports: Extraction, roster: Roster = KNOWN, name: str | None = None, least: int = 1) -> pd.DataFrame:
    with Store("sqlite://", create=True) as store:
        fill(store, reports, roster)
        return proposals(store, name, least)


def cells(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame[list(columns)].astype(object).itertuples(index=False)]


def test_columns_begin_as_a_roster_and_keep_their_types_without_rows() -> None:
    for frame in (found(told("苏晓岚", ("郑州日报社", "社长"))), found()):
        assert tuple(frame.columns) == module.COLUMNS
        assert frame_text(frame, "csv").startswith(HEADER.strip() + ",")
        assert (str(frame["reports"].dtype), str(frame["start"].dtype)[:10]) == ("int64", "datetime64")


def test_a_proposal_tells_days_reports_and_the_sentence() -> None:
    frame = found(*(told("苏晓岚", ("郑州日报社", "社长"), day=day, id=id)
                    for id, day in (("b#1", "2019-05-03"), ("a#1", "2019-05-02"), ("c#1", None))))
    (row,) = frame.to_dict("records")
    assert (row["name"], row["org"], row["title"], row["finding"]) == ("苏晓岚", "郑州日报社", "社长", "new person")
    assert (row["start"], row["end"], row["reports"]) == (pd.Timestamp("2019-05-02"), pd.Timestamp("2019-05-03"), 3)
    assert (row["source"], row["report"], row["evidence"]) == ("晨报 要闻", "a#1", "郑州日报社社长苏晓岚发言。")
    assert row["person_id"].startswith("p:")
    assert row["roster"] is None


@pytest.mark.parametrize(("name", "post", "day", "finding", "roster"), [
    ("林建国", ("中共郑州市委员会", "书记"), "2019-05-02", None, None),              # the roster has it
    ("林建国", ("郑州市委", "书记"), "2020-06-30", None, None),                      # 2020-06 is all of the month
    ("林铁生", ("郑州市委", "书记"), "2020-07-01", "after its end", "2018-03 to 2020-06"),
    ("林建国", ("中共郑州市委员会", "书记"), "2018-02-28", "before its start", "2018-03 to 2020-06"),
    ("林建国", (None, "书记"), "2021-01-01", None, None),                            # of what is not said
    ("林建国", ("郑州市委", "书记"), None, None, None),                              # no day contradicts nothing
    ("林建国", ("郑州市委", "原书记"), "2021-01-01", None, None),
    ("林建国", ("河南省委", "委员"), "2019-05-02", "new post", None),
    ("林建国", ("原郑州大学", "校长"), "2019-05-02", None, None),
    ("苏晓岚", ("郑州日报社", "社长"), "2019-05-02", "new person", None),
    ("苏晓岚", ("郑州市", "市长"), "2019-05-02", "seat of another", "白志远 (bai), 2016 to now"),
    ("苏晓岚", ("郑州市人民政府", "市长"), "2016-12-31", "new person", None),          # 2016 may be its last day
    ("苏晓岚", ("郑州市人民政府", "市长"), "2017-01-01", "seat of another", "白志远 (bai), 2016 to now"),
    ("苏晓岚", ("郑州市", "副市长"), "2019-05-02", "new person", None),               # of whom there are many
    ("苏晓岚", ("郑州市", "代市长"), "2019-05-02", "new person", None),
    ("苏晓岚", ("洛阳市", "市长"), "2019-05-02", "new person", None),
    ("苏晓岚", (None, "市长"), "2019-05-02", "new person", None),                     # of which city is not said
    ("苏晓岚", ("白山大学", "教授"), "2019-05-02", "new person", None),
    ("林建国", ("郑州市", "市长"), "2019-05-02", "seat of another", "白志远 (bai), 2016 to now"),
    ("白志远", ("郑州市委", "书记"), "2018-03-31", "new post", None),                 # the month of the handover
    ("白志远", ("郑州市委", "书记"), "2018-04-01", "seat of another", "林建国 (lin), 2018-03 to 2020-06"),
    ("白志远", ("郑州市委", "书记"), "2020-06-01", "new post", None),
])
def test_findings(name: str, post: tuple[str | None, str], day: str | None, finding: str | None, roster: str | None) -> None:
    own = [("白山大学", "教授")] if name == "白志远" else []  # by which the report is sure to mean him
    frame = found(told(name, post, *own, day=day))
    assert cells(frame, "finding", "roster") == ([(finding, roster)] if finding else [])


def test_a_seat_left_and_a_seat_taken_again_are_two_rows() -> None:
    frame = found(*(told("林建国", ("郑州市委", "书记"), day=day, id=day) for day in ("2017-01-01", "2017-02-01", "2019-01-01",
                                                                              "2021-01-01")))
    assert cells(frame, "finding", "start", "end", "reports") == [
        ("before its start", pd.Timestamp("2017-01-01"), pd.Timestamp("2017-02-01"), 2),
        ("after its end", pd.Timestamp("2021-01-01"), pd.Timestamp("2021-01-01"), 1)]


def test_who_is_not_sure_or_a_byline_is_no_proposal() -> None:
    with Store("sqlite://", create=True) as store:
        store.set_roster(Roster([person("a", "何平", ("郑州市", "市长", None, None)), person("b", "何平")]))
        store.put(told("何平", (None, "同志")), "1")
        byline = extraction(id="r#2", others={"古文": "byline"}, posts={"古文": [(None, "记者")]})
        store.put(byline, "1")
        settle(store)
        assert proposals(store).empty


def test_of_one_person_and_of_many_reports() -> None:
    reports = [told("苏晓岚", ("郑州日报社", "社长"), id="a#1"), told("苏晓岚", ("郑州日报社", "社长"), id="a#2"),
               told("林建国", ("河南省委", "委员"), id="a#3")]
    assert found(*reports)["name"].tolist() == ["苏晓岚", "林建国"]
    assert found(*reports, name="林铁生")["name"].tolist() == ["林建国"]
    assert found(*reports, least=2)["name"].tolist() == ["苏晓岚"]
    with pytest.raises(UnknownPerson, match="no person named 林建军; did you mean 林建国"):
        found(*reports, name="林建军")


POSTS = st.sampled_from([("郑州市委", "书记"), ("中共郑州市委员会", "书记"), ("洛阳市委", "书记"), ("市委", "书记"),
                         (None, "书记"), ("河南省委", "委员"), ("郑州市", "市长"), ("郑州市委", "原书记")])
DAYS = st.sampled_from([None, *(f"{year}-0{month}-15" for year in (2017, 2018, 2019, 2020, 2021) for month in (2, 7))])
YEARS = st.sampled_from([("2018", "2019"), ("2020", None), (None, "2018-02"), ("2019-06-15", "2019-07-15")])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(DAYS, st.lists(POSTS, min_size=1, max_size=3, unique=True)), max_size=6),
       st.lists(st.tuples(POSTS, YEARS), max_size=3))
def test_what_is_accepted_is_proposed_no_more(printed: list[tuple[str | None, list[tuple[str | None, str]]]],
                                              held: list[tuple[tuple[str | None, str], tuple[str | None, str | None]]]) -> None:
    before = Roster([person("lin", "林建国", *((*post, *years) for post, years in held))])
    with Store("sqlite://", create=True) as store:
        store.set_roster(before)
        for n, (day, posts) in enumerate(printed):
            store.put(told("林建国", *posts, day=day, id=f"r#{n}"), "1")
        _link(store)
        first = proposals(store)
        after, _ = _accepted(before, first)
        assert _accepted(after, first)[1] == []
        store.set_roster(after)
        _link(store)
        assert cells(proposals(store), "person_id", "org", "title", "finding") == []


def _link(store: Store) -> None:
    """Decides that every name is the one person of the roster, whatever the posts."""
    names = store.unsettled()
    store.settle(names, {(seen.report, seen.name): Resolution(seen.name, "lin", "linked", 1.0, (), ("lin",))
                         for seen in store.appearances(names)})


def _accepted(roster: Roster, frame: pd.DataFrame) -> tuple[Roster, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "proposals.csv")
        path.write_text(frame_text(frame, "csv"), "utf-8")
        return accept(roster, path)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def taken(*rows: str, roster: Roster = KNOWN) -> tuple[Roster, Sequence[str]]:
    Path("p.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    after, words = accept(roster, "p.csv")
    again, nothing = accept(after, "p.csv")
    assert (again.people, nothing) == (after.people, [])  # twice adds nothing twice
    return after, words


@pytest.mark.parametrize(("row", "words", "tenures"), [
    ("lin,林建国,,河南省委,委员,2019,2020,晨报", ["lin 林建国: new tenure 河南省委委员 2019 to 2020"],
     [("郑州市委", "2018-03", "2020-06"), ("河南省委", "2019", "2020")]),
    ("lin,林建国,,中共郑州市委员会,书记,2019-05-02,2019-06-01,晨报", [], [("郑州市委", "2018-03", "2020-06")]),
    ("lin,林建国,,中共郑州市委员会,书记,2020-07-02,2020-08-01,晨报",
     ["lin 林建国: tenure 郑州市委书记 2018-03 to 2020-06 is now 2018-03 to 2020-08-01"],
     [("郑州市委", "2018-03", "2020-08-01")]),
    ("lin,林建国,,郑州市委,书记,2018-02-01,2018-02-03,晨报",
     ["lin 林建国: tenure 郑州市委书记 2018-03 to 2020-06 is now 2018-02-01 to 2020-06"],
     [("郑州市委", "2018-02-01", "2020-06")]),
    ("lin,林建国,,郑州市委,书记,2020-07-02,,晨报",
     ["lin 林建国: tenure 郑州市委书记 2018-03 to 2020-06 is now 2018-03 to now"], [("郑州市委", "2018-03", None)]),
    ("lin,林建国,,洛阳市委,书记,2010,2012,晨报", ["lin 林建国: new tenure 洛阳市委书记 2010 to 2012"],
     [("洛阳市委", "2010", "2012"), ("郑州市委", "2018-03", "2020-06")]),
    ("lin,林建国,林建囯;林铁生,,,,,", ["lin 林建国: new alias 林建囯"], [("郑州市委", "2018-03", "2020-06")]),
    ("lin,林建国,,,书记,2021,,晨报", ["lin 林建国: new tenure 书记 2021 to now"],     # of what is not said: no bound of 郑州市委
     [("郑州市委", "2018-03", "2020-06"), (None, "2021", None)]),
])
def test_accepting_a_row_of_somebody_known(row: str, words: list[str], tenures: list[tuple[str | None, ...]]) -> None:
    after, told = taken(row)
    assert told == words
    assert [(t.post.org, t.start, t.end) for t in after.people["lin"].tenures] == tenures
    assert after.people["bai"] == KNOWN.people["bai"]


def test_somebody_new_gets_a_stable_id() -> None:
    after, told = taken("p:0123abcd,苏晓岚,,郑州日报社,社长,2019,,晨报", "p:0123abcd,苏晓岚,,郑州市政协,委员,2019,,晨报")
    assert told == ["new person new-0123abcd 苏晓岚", "new-0123abcd 苏晓岚: new tenure 郑州日报社社长 2019 to now",
                    "new-0123abcd 苏晓岚: new tenure 郑州市政协委员 2019 to now"]
    assert len(after.people["new-0123abcd"].tenures) == 2
    own, _ = taken("su,苏晓岚,,郑州日报社,社长,2019,,晨报")
    assert list(own.people) == ["bai", "lin", "su"]


def test_a_bound_that_moves_tells_both_sources() -> None:
    before = Roster([person("lin", "林建国", ("郑州市委", "书记", "2018", "2020"))])
    after, _ = taken("lin,林建国,,郑州市委,书记,2021,2021,晨报 要闻", roster=before)
    assert [t.source for t in after.people["lin"].tenures] == ["晨报 要闻"]
    after, _ = taken("lin,林建国,,郑州市委,书记,2022,2022,晚报", roster=after)
    assert [t.source for t in after.people["lin"].tenures] == ["晨报 要闻; 晚报"]


def test_of_two_tenures_in_a_seat_the_one_before_the_days_moves() -> None:
    twice = Roster([person("bai", "白志远", ("白山大学", "校长", "2010", "2012"), ("白山大学", "校长", "2018", "2019"))])
    after, _ = taken("bai,白志远,,白山大学,校长,2013-05,2013-06,", roster=twice)
    assert [(t.start, t.end) for t in after.people["bai"].tenures] == [("2010", "2013-06"), ("2018", "2019")]
    after, _ = taken("bai,白志远,,白山大学,校长,2009,2009,", roster=twice)
    assert [(t.start, t.end) for t in after.people["bai"].tenures] == [("2009", "2012"), ("2018", "2019")]


def test_all_faults_of_a_file_are_told_by_place() -> None:
    Path("p.csv").write_text(HEADER + "lin,林建军,,河南省委,委员,2019,,\np:1,苏晓岚,,郑州日报社,社长,2019-13,,\n"
                             ",何平,,,,,,\nbai,白志远\n", "utf-8")
    assert [str(fault) for fault in faults(KNOWN, "p.csv")] == [
        "p.csv:2:name: lin is 林建国 further up and 林建军 here; put other forms of a name under aliases",
        "p.csv:3:start: 2019-13 is no date; write 2019, 2019-03 or 2019-03-15, or leave it empty",
        "p.csv:4:person_id: is empty; give every person an id",
        "p.csv:5: has 2 fields instead of 8; quote a field that holds a comma"]
    with pytest.raises(RosterError, match=r"p\.csv:2:name: lin is"):
        accept(KNOWN, "p.csv")


def test_what_is_accepted_is_a_good_roster() -> None:
    frame = found(told("苏晓岚", ("郑州日报社", "社长")), told("林建国", ("郑州市委", "书记"), day="2021-01-01", id="r#2"))
    after, words = _accepted(KNOWN, frame)
    save(after, "roster.csv")
    assert len(words) == 3
    assert check("roster.csv") == []
    assert load("roster.csv").people == after.people
