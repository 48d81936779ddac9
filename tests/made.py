"""Hand-made extractions of invented people, for the tests of everything that comes after reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hypothesis import strategies as st

from tracker.roster import Roster
from tracker.roster.rows import Gathering, Row, runs_back
from tracker.store import Store
from tracker.store.schema import EVENT
from tracker.types import (
    Attendance,
    Event,
    EventType,
    Extraction,
    Mention,
    Organisation,
    Participation,
    Person,
    Post,
    Report,
    RosterPerson,
    Span,
    Tenure,
)

Happening = tuple[EventType, str | None, Mapping[str, str]]  # type, day, roles by name


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def extraction(*happenings: Happening, id: str = "page#1", published: str | None = "2020-08-10",
               posts: Mapping[str, Sequence[tuple[str | None, str]]] | None = None,
               others: Mapping[str, Attendance] | None = None, path: str | None = None,
               headline: str | None = "要闻", region: str | None = None) -> Extraction:
    """A report of one sentence a happening, whose words are its evidence, and a last one that names the others."""
    posts, others = posts or {}, others or {}
    text, events = "", []
    for type, when, roles in happenings:
        sentence = "、".join(roles) + f"参加{type}。"
        span = Span(len(text), len(text) + len(sentence))
        parts = tuple(Participation(name, tuple(role.split()), span) for name, role in roles.items())  # type: ignore[arg-type]
        events.append(Event(type, "参加", span, parts, day(when)))
        text += sentence
    text += "、".join(others)
    names = dict.fromkeys(part.name for event in events for part in event.participants)
    attendance: dict[str, Attendance] = dict.fromkeys(names, "present") | dict(others)
    people = tuple(Person(name, attendance[name], tuple(Post(*post) for post in posts.get(name, ())),
                          (Mention(text.index(name), text.index(name) + len(name), "PERSON", name),))
                   for name in attendance)
    mentions = tuple(sorted(mention for person in people for mention in person.mentions))
    report = Report(id, text or "无事。", headline, day(published), "晨报", path=path, region=region)
    return Extraction(report, people, tuple(events), mentions)


def person(id: str, name: str, *tenures: tuple[str | None, str, str | None, str | None],
           aliases: Iterable[str] = ()) -> RosterPerson:
    return RosterPerson(id, name, tuple(aliases),
                        tuple(Tenure(id, Post(org, title), start, end) for org, title, start, end in tenures))


ROSTER = Roster([
    person("lin", "林建国", ("青河市委", "书记", "2018-03", None), aliases=["林铁生"]),
    person("he1", "何平", ("青河市", "市长", "2016", "2019-06")),
    person("he2", "何平", ("白山大学", "教授", "2010", None)),
])

_NAMES = ["林建国", "林铁生", "何平", "苏晓岚", "白志远", "阿里·汗"]
_DAYS = st.sampled_from([None, *(f"2020-0{month}-1{d}" for month in (7, 8) for d in range(3))])
_ROLES = ["host", "guest", "lead", "chair", "speaker", "attendee", "accompany", "sender", "recipient", "appointee",
          "attendee speaker", "sender recipient"]
_TYPES: list[EventType] = ["meeting", "conference", "call", "message", "appointment", "other"]
_HAPPENINGS = st.tuples(st.sampled_from(_TYPES), _DAYS,
                        st.dictionaries(st.sampled_from(_NAMES), st.sampled_from(_ROLES), min_size=1, max_size=5))


@st.composite
def archives(draw: st.DrawFn) -> list[Extraction]:
    """A few reports of a few people, some of whom bear two names or share one."""
    reports = draw(st.lists(st.tuples(st.lists(_HAPPENINGS, max_size=3), _DAYS), max_size=4))
    return [extraction(*happenings, id=f"page#{n}", published=published, posts={"何平": [("白山大学", "教授")]})
            for n, (happenings, published) in enumerate(reports)]


def who(store: Store) -> dict[tuple[str, str], str]:
    """The person in the store of each name in a report."""
    rows = list(store.dump())
    reports = {row[0]: row[1] for table, row in rows if table == "report"}
    return {(reports[row[0]], row[1]): row[3] for table, row in rows if table == "appearance"}


def happened(store: Store) -> dict[tuple[str, int], str]:
    """The happening of each event in the store, by the report and the place in it."""
    rows = list(store.dump())
    reports = {row[0]: row[1] for table, row in rows if table == "report"}
    at = [column.name for column in EVENT.c].index("happening")
    return {(reports[row[1]], row[2]): row[at] for table, row in rows if table == "event"}


_IDS = ["su", "bai", "he.1", "he 2", "何平", "org-1", "utf8-e4bd95", "a_b"]
_WHEN = st.sampled_from(["", "2016", "2019", "2019-05", "2019-05-02", "2021-12-31"])
_SOURCES = st.sampled_from(["", "公报", "https://news.example/1", "https://新闻.example/二", "第1版; 第2版"])


@st.composite
def rosters(draw: st.DrawFn, marks: str = "") -> Roster:
    """Rosters of people and organisations with odd ids and names, in which the characters of `marks` stand as well."""
    words = st.text("青河市委员党书记平aB ·\"',\n" + marks, min_size=1, max_size=5).map(str.strip).filter(bool)
    rows = []
    for id in draw(st.lists(st.sampled_from(_IDS), unique=True, max_size=4)):
        name = draw(words)
        rows.append(Row(0, id, name, tuple(draw(st.lists(words, max_size=3)))))
        for org, title, start, end, source in draw(st.lists(st.tuples(
                st.just("") | words, words | st.just("委员"), _WHEN, _WHEN, _SOURCES), max_size=4)):
            rows.append(Row(0, id, name, (), org, title, start, "" if runs_back(start, end) else end, source))
    bodies = []
    for name, parent, successor, place in draw(st.lists(st.tuples(words, st.none() | words, st.none() | words,
                                                                  st.none() | words), max_size=4, unique_by=lambda b: b[0])):
        short = tuple(word for word in draw(st.lists(words, unique=True, max_size=3)) if word != name)
        bodies.append(Organisation(name, parent, short, successor, place))
    return Roster(Gathering().read("", rows).roster().people.values(), bodies)
