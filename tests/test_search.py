"""Search over events and reports: what an independent, slow reading of the same reports finds."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import archives, extraction
from test_store import fill

from tracker.expression import AllOf, Expression, Not, OneOf, Term, parse
from tracker.search import EVENT_COLUMNS, REPORT_COLUMNS, events, reports
from tracker.store import Store
from tracker.types import Event, Extraction

ARCHIVE = [
    extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest"}), id="a#1", headline="共话Steel友谊",
               posts={"白志远": [("远山钢铁集团", "经理")]}, others={"何平": "mentioned"}, region="青河市"),
    extraction(("conference", "2020-08-06", {"林铁生": "chair speaker", "苏晓岚": "attendee"}), id="b#1", published="2020-08-07"),
    extraction(id="c#1", others={"阿里·汗": "mentioned"}, published="2020-08-08"),
]


@pytest.mark.parametrize(("words", "found"), [
    ("name:林建国", ["a#1", "b#1"]), ("name:林铁生", ["a#1", "b#1"]), ("name:lin", ["a#1", "b#1"]), ("name:何平", []),
    ("name:林建国 -name:白志远", ["b#1"]), ("role:speaker", ["b#1"]), ("role:speak", None), ("org:钢铁", ["a#1"]),
    ("type:meeting OR role:chair", ["a#1", "b#1"]), ("since:2020-08-05", ["b#1"]), ("until:2020-08-04", ["a#1"]),
    ("友谊", ["a#1"]), ("谊友", []), ("steel友谊", ["a#1"]), ("参加", ["a#1", "b#1"]), ("参加meeting", ["a#1"]), ("加会", []),
    ("headline:要闻", ["b#1"]), ("source:晨报 type:conference", ["b#1"]), ("place:北京", []), ("%", []),
    ("name:_林", []), ("，", []), ("region:青河", ["a#1"]), ("region:青河 source:晨报", ["a#1"]), ("region:白山", []),
])
def test_events(words: str, found: list[str] | None) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE)
        if found is None:
            with pytest.raises(Exception, match="no role speak"):
                events(store, words)
        else:
            assert list(events(store, words)["report"]) == found


@pytest.mark.parametrize(("words", "found"), [
    ("name:何平", ["a#1"]), ("attended:何平", []), ("attended:林建国", ["a#1", "b#1"]), ("name:阿里·汗", ["c#1"]),
    ("type:meeting", ["a#1"]), ("-type:meeting", ["b#1", "c#1"]), ("since:2020-08-08", ["a#1", "c#1"]), ("友谊", ["a#1"]),
    ("org:远山", ["a#1"]), ("role:chair OR name:阿里·汗", ["b#1", "c#1"])])
def test_reports(words: str, found: list[str]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE)
        assert sorted(reports(store, words)["report"]) == found


def test_an_answer_shows_the_words_that_were_looked_for() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE)
        event, report = events(store, "name:苏晓岚"), reports(store, "name:何平")
        assert list(event.columns) == list(EVENT_COLUMNS)
        assert event["date"].dt.date.tolist() == [date(2020, 8, 6)]
        assert event["evidence"].tolist() == ["林铁生、苏晓岚参加conference。"]
        assert event["people"].tolist() == [("林建国", "苏晓岚")]
        assert list(report.columns) == list(REPORT_COLUMNS)
        assert report.iloc[0][["attended", "mentioned", "events", "evidence"]].tolist() == [
            ("林建国", "白志远"), ("何平",), 1, "何平"]
        assert events(store, "type:visit").empty
        assert reports(store, "绝无此语").empty


def test_a_corrected_report_is_found_by_its_new_words_only() -> None:
    with Store("sqlite://", create=True) as store:
        old = extraction(("other", None, {"林建国": "lead"}), path="/a", headline="旧题")
        new = extraction(("other", None, {"白志远": "lead"}), path="/a", headline="新题")
        for told in (old, old, new):
            store.put(told, "1")
        assert reports(store, "林建国 OR 旧题").empty
        assert len(reports(store, "白志远参加")) == len(reports(store, "新题")) == 1


_TERMS = st.sampled_from(["name:林建国", "name:林铁生", "name:白志远", "name:he2", "attended:苏晓岚", "role:speaker", "role:host",
                          "type:meeting", "type:call", "org:白山", "since:2020-07-12", "until:2020-08-10", "参加", "远参", "meet",
                          "source:晨报", "headline:要闻", "林铁"]).map(parse)
_EXPRESSIONS = st.recursive(_TERMS, lambda parts: st.builds(Not, parts) | st.builds(
    lambda few, kind: kind(tuple(few)), st.lists(parts, min_size=2, max_size=3), st.sampled_from([AllOf, OneOf])), max_leaves=5)
_BEARERS = {"林建国": {"林建国", "林铁生"}, "林铁生": {"林建国", "林铁生"}}


@settings(max_examples=60, deadline=None)
@given(archives(), _EXPRESSIONS)
def test_search_finds_what_a_slow_reading_finds(archive: list[Extraction], expression: Expression) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        ids = {one.name: one.person for one in store.seen()}
        wanted = sorted((told.report.id, n) for told in archive for n, event in enumerate(told.events)
                        if _fulfils(told, event, expression, ids))
        found = sorted((told.report.name, _number(archive, told.report.name, told.event))
                       for told in store.told(where=expression))
        assert found == wanted


def _number(archive: list[Extraction], report: str, event: Event) -> int:
    (told,) = (told for told in archive if told.report.id == report)
    return next(n for n, one in enumerate(told.events) if (one.evidence, one.type) == (event.evidence, event.type))


def _fulfils(told: Extraction, event: Event, expression: Expression, ids: dict[str, str]) -> bool:
    match expression:
        case Not(part):
            return not _fulfils(told, event, part, ids)
        case AllOf(parts):
            return all(_fulfils(told, event, part, ids) for part in parts)
        case OneOf(parts):
            return any(_fulfils(told, event, part, ids) for part in parts)
        case Term(field, value):
            return _term(told, event, (field, value), ids)


def _term(told: Extraction, event: Event, term: tuple[str, str], ids: dict[str, str]) -> bool:
    field, value = term
    names = {part.name for part in event.participants}
    first = event.date or told.report.published
    posts = {post.org for person in told.people if person.name in names for post in person.posts}
    return {
        "name": bool(names & _BEARERS.get(value, {value})) or value in {ids[name] for name in names},
        "attended": value in names,
        "role": any(value in part.roles for part in event.participants),
        "type": event.type == value,
        "org": any(value in (org or "") for org in posts),
        "since": first is not None and str(event.date_end or first) >= value,
        "until": first is not None and str(first) <= value,
        "source": value in (told.report.source or ""), "headline": value in (told.report.headline or ""),
        "text": _holds(told.report.text, value) or _holds(told.report.headline or "", value)}[field]


def _holds(text: str, words: str) -> bool:
    """Words of other scripts are found whole: meet is no part of meeting."""
    at = text.find(words)
    return at >= 0 and not (words.isascii() and text[at + len(words) :][:1].isascii() and text[at + len(words) :])
