"""Comparing with annotations: facts, pairs of events, intervals; on report objects written by hand."""

from __future__ import annotations

import json
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import cli
from tracker.errors import InputError
from tracker.evaluate import METRICS, Count, check_texts, compare, facts, paired, plain, read_objects, rows, score
from tracker.evaluate import comparable as events_of


def person(name: str, attendance: str = "present", *posts: tuple[str | None, str]) -> dict[str, Any]:
    return {"name": name, "attendance": attendance, "posts": [{"org": org, "title": title} for org, title in posts]}


def event(type: str, date: str | None, **roles: str) -> dict[str, Any]:
    participants = [{"name": name, "roles": words.split()} for name, words in roles.items()]
    return {"type": type, "date": date, "participants": participants}


def report(*people: dict[str, Any], events: tuple[dict[str, Any], ...] = (), met: tuple[tuple[str, str], ...] = (),
           id: str = "r") -> dict[str, Any]:
    return {"id": id, "people": list(people), "events": list(events), "met": [list(pair) for pair in met]}


MEETING = event("meeting", "2020-08-04", 林建国="host", 何平="guest")


@pytest.mark.parametrize(("gold", "said", "metric", "expected"), [
    (report(person("林建国")), report(person("林建国")), "person", Count(1, 1, 1)),
    (report(person("林建国")), report(person("林 建国")), "person", Count(1, 1, 1)),
    (report(person("林建国")), report(person("林建")), "person", Count(1, 1, 0)),
    (report(person("林建国")), report(), "person", Count(1, 0, 0)),
    (report(person("林建国")), report(person("林建国", "mentioned")), "attendance", Count(1, 1, 0)),
    (report(person("林建国", "byline")), report(person("林建国")), "byline", Count(1, 0, 0)),
    (report(person("林建国", "byline")), report(person("林建国")), "person", Count(0, 1, 0)),
    (report(person("林建国", "present", ("区委", "书记"))), report(person("林建国", "present", (None, "书记"))), "post",
     Count(1, 1, 0)),
    (report(person("林建国", "present", ("区委", "书记"))), report(person("林建国", "present", (None, "书记"))), "post_title",
     Count(1, 1, 1)),
    (report(person("林建国", "present", (None, "ＣＥＯ"))), report(person("林建国", "present", (None, "CEO"))), "post",
     Count(1, 1, 1)),
    (report(events=(MEETING,)), report(events=(event("meeting", None, 林建国="host", 何平="guest"),)), "event", Count(1, 1, 1)),
    (report(events=(MEETING,)), report(events=(event("meeting", None, 林建国="host", 何平="guest"),)), "event_dated",
     Count(1, 1, 0)),
    (report(events=(MEETING,)), report(events=(event("call", "2020-08-04", 林建国="host", 何平="guest"),)), "event",
     Count(1, 1, 0)),
    (report(events=(MEETING,)), report(events=(event("meeting", "2020-08-04", 林建国="host"),)), "event", Count(1, 1, 1)),
    (report(events=(MEETING,)), report(events=(event("meeting", "2020-08-04", 林建国="host", 苏江="guest"),)), "event",
     Count(1, 1, 0)),
    (report(events=(MEETING, MEETING)), report(events=(MEETING,)), "event", Count(2, 1, 1)),  # each in one pair
    (report(events=(MEETING,)), report(events=(event("meeting", None, 林建国="host", 何平="attendee"),)), "participation",
     Count(2, 2, 1)),
    (report(events=(MEETING,)), report(events=(event("meeting", None, 林建国="host", 何平="attendee"),)), "took_part",
     Count(2, 2, 2)),
    (report(events=(MEETING,)), report(events=(MEETING,)), "co_presence", Count(1, 1, 1)),
    (report(events=(event("message", None, 林建国="sender", 何平="recipient"),)), report(), "co_presence", Count(0, 0, 0)),
    (report(events=(event("conference", None, 林建国="chair", 何平="appointee"),)), report(), "co_presence", Count(0, 0, 0)),
    (report(met=(("林建国", "何平"),)), report(met=(("何平", "林建国"),)), "met", Count(1, 1, 1)),
])  # fmt: skip
def test_what_agrees(gold, said, metric, expected):
    assert compare([gold], [said]).reports["r"][metric] == expected


def test_a_report_that_was_not_read_counts_as_empty():
    counts = compare([report(person("林建国"))], [report(person("林建国"), id="other")]).reports
    assert counts["r"]["person"] == Count(1, 0, 0)
    assert list(counts) == ["r"]


def test_differences_name_what_is_missed_and_what_is_extra():
    found = compare([report(person("林建国"), events=(MEETING,))],
                    [report(person("何平"), events=(event("meeting", "2020-08-05", 林建国="host", 何平="guest"),))])
    told = [str(difference) for difference in found.differences if difference.metric in ("person", "event_dated")]
    assert told == ["r\tperson\tmissed\t林建国", "r\tperson\textra\t何平",
                    "r\tevent_dated\tmissed\tmeeting 2020-08-04 何平 林建国",
                    "r\tevent_dated\textra\tmeeting 2020-08-05 何平 林建国"]
    assert compare([report(events=(MEETING,))], [report(events=(MEETING,))]).differences == ()


NAMES = st.sampled_from(["林建国", "何平", "苏江", "欧阳雪"])
EVENTS = st.builds(lambda type, date, names: event(type, date, **dict.fromkeys(names, "attendee")),
                   st.sampled_from(["meeting", "conference"]), st.sampled_from([None, "2020-08-04"]), st.sets(NAMES, min_size=1))
REPORTS = st.builds(lambda names, events: report(*map(person, names), events=tuple(events)), st.sets(NAMES),
                    st.lists(EVENTS, max_size=3))


def slow_pairs(gold: list[Any], said: list[Any]) -> int:
    """The most events that can be paired, by trying every assignment."""
    few, many = sorted((gold, said), key=len)
    best = 0
    for order in permutations(many, len(few)):
        fit = [a.type == b.type and 2 * len(a.names & b.names) >= len(a.names | b.names)
               for a, b in zip(few, order, strict=True)]
        best = max(best, sum(fit))
    return best


@settings(max_examples=60)
@given(REPORTS, REPORTS)
def test_counts_against_a_slow_independent_way(gold, said):
    counts = compare([gold], [said]).reports["r"]
    assert counts["person"].hit == sum(a["name"] == b["name"] for a in gold["people"] for b in said["people"])
    pairs = {frozenset(pair) for e in gold["events"] for pair in combinations([p["name"] for p in e["participants"]], 2)}
    assert counts["co_presence"].gold == len(pairs)
    events, others = events_of(gold), events_of(said)
    # likest first may find fewer pairs than the best assignment, never more, and no pair that does not fit
    assert slow_pairs(events, others) // 2 <= len(paired(events, others)) <= slow_pairs(events, others)
    assert counts["event_dated"].hit <= counts["event"].hit


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12))
def test_scores_lie_in_their_intervals(numbers):
    counts = [Count(gold, said, min(gold, said, hit)) for gold, said, hit in numbers]
    value = score(counts)
    assert 0 <= value.low <= value.high <= 1
    assert value == score(counts)  # seeded
    assert value.f1 == pytest.approx(2 * value.count.hit / max(value.count.gold + value.count.said, 1))
    if len({(c.gold, c.said, c.hit) for c in counts}) == 1:
        assert value.low == pytest.approx(value.f1) == pytest.approx(value.high)


def test_the_same_on_both_sides_is_perfect():
    whole = report(person("林建国", "present", ("区委", "书记")), person("何平"), events=(MEETING,), met=(("林建国", "何平"),))
    found = compare([whole], [whole])
    assert all(value.f1 == 1 for value in found.scores().values() if value.count.gold)
    assert [row[0] for row in rows(found)] == [*METRICS, "meeting: event", "meeting: event_dated", "meeting: participation"]
    assert facts(whole)["met"] == {("何平", "林建国")}
    assert plain("“强网杯” 组委会") == "强网杯组委会"


# --- files


@pytest.mark.parametrize(("content", "fault"), [
    ("{", "line 1 is no JSON"), ('{"id": "a"}\n[1]', "line 2 is no object with an id"), ("\udcff", "cannot be read")])
def test_faults_of_a_file_are_named(tmp_path: Path, content: str, fault: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=fault):
        read_objects(file)


def test_texts_are_those_that_were_annotated():
    gold = [{"id": "a", "sha1": "c2543fff3bfa"}]
    check_texts([{"id": "a"}], {"a": "any"}, Path("x"))
    with pytest.raises(InputError, match="not the one that was annotated"):
        check_texts(gold, {"a": "other"}, Path("x"))
    with pytest.raises(InputError, match="text of report a is missing"):
        check_texts(gold, {}, Path("x"))


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    text = "8月4日，青河市委书记林建国会见远山钢铁集团经理白志远。"
    gold = report(person("林建国", "present", ("青河市委", "书记")), person("白志远", "present", ("远山钢铁集团", "经理")),
                  events=(event("meeting", "2020-08-04", 林建国="host", 白志远="guest"),), met=(("林建国", "白志远"),))
    Path("gold.jsonl").write_text(json.dumps(gold), "utf-8")
    Path("texts.jsonl").write_text(json.dumps({"id": "r", "text": text, "published": "2020-08-10"}), "utf-8")
    assert cli.run(["evaluate", "gold.jsonl", "texts.jsonl", "--model", "rules", "--format", "json"]) == 0
    read = {row["metric"]: row["F1"] for row in json.loads(capsys.readouterr().out)}
    assert (read["person"], read["post"], read["event_dated"], read["met"]) == ("1.000",) * 4
    # what was extracted already is compared as it is
    Path("said.jsonl").write_text(json.dumps(report(person("林建国"))), "utf-8")
    assert cli.run(["evaluate", "gold.jsonl", "said.jsonl", "--errors", "1", "--format", "md"]) == 0
    out = capsys.readouterr().out
    assert "| person | 1.000 | 0.500 | 0.667 |" in out
    assert "r\tperson\tmissed\t白志远" in out
    assert cli.run(["evaluate", "gold.jsonl", "gold.jsonl"]) == 0
    assert "0.500" not in capsys.readouterr().out
    assert cli.run(["evaluate", "gold.jsonl"]) == 2
    assert "text" in capsys.readouterr().err
