from __future__ import annotations

import time
from pathlib import Path

import pytest

from tracker import judgements, roster
from tracker.errors import InputError, JudgementError, TrackerError
from tracker.judgements import Judgement, Log, Verdict, appearance, dumps, loads, parse, replay

GU, LUO, WEN = "m:page#1#顾承岳", "m:page#2#骆文昭", "m:page#3#文昭"
SIGNS: dict[str, Verdict] = {"=": "SAME", "≠": "DIFFERENT", "?": "UNSURE"}
WHO = "某甲"


def second(number: int) -> str:
    return f"2024-05-01T08:{number // 60:02}:{number % 60:02}Z"


def add(log: Log, words: str, when: str) -> None:
    """Adds `q1 = q2`, `q1 ≠ q2`, `q1 ? q2`, or `undo 0`, which counts the judgements of the log from 0."""
    first, *rest = words.split()
    if first == "undo":
        log.undo(log.judgements[int(rest[0])].id, WHO, when)
    else:
        log.append((first, rest[1]), SIGNS[rest[0]], WHO, when)


def tell(story: str, log: Log | None = None, start: int = 0) -> Log:
    """The log, a new one by default, with a story such as `q1 = q2; undo 0` added, one judgement a second."""
    log = Log() if log is None else log
    for number, words in enumerate(filter(None, map(str.strip, story.split(";")))):
        add(log, words, second(start + number))
    return log


# Stories


@pytest.mark.parametrize(("story", "same"), [
    ("", {"q1"}),
    (f"q1 = {GU}", {"q1", GU}),
    (f"{GU} = q1; {GU} = {LUO}; {LUO} = p:1", {"q1", GU, LUO, "p:1"}),
    (f"{GU} = q1; {LUO} = q2", {"q1", GU}),
    ("q1 = q2", {"q1", "q2"}),  # a roster may hold somebody twice
    ("q1 = q2; q1 ≠ q2", {"q1"}),
    ("q1 = q2; q2 ≠ q1", {"q1"}),  # the order of the sides does not count
    ("q1 ≠ q2; q1 = q2", {"q1", "q2"}),
    ("q1 = q2; q1 ? q2", {"q1"}),
    ("q1 = q2; q2 = p:1; q1 = p:1; q1 ? q2", {"q1", "q2", "p:1"}),  # still the same through p:1
    ("q1 = q2; q2 = p:1; q1 ? q2", {"q1"}),
    ("q1 = q2; undo 0", {"q1"}),
    ("q1 = q2; q1 = q2; undo 1", {"q1", "q2"}),  # one judgement is taken back, not all that say the same
    ("q1 = q2; q1 = q2; undo 1; undo 0", {"q1"}),
    ("q1 = q2; undo 0; undo 1", {"q1", "q2"}),
    ("q1 = q2; undo 0; undo 1; undo 2", {"q1"}),
    ("q1 = q2; undo 0; undo 1; undo 0", {"q1"}),
    ("q1 = q2; q1 ≠ q2; undo 1", {"q1", "q2"}),  # what was superseded is in force again
    ("q1 = q2; q1 ≠ q2; undo 0", {"q1"}),
    ("q1 = q2; q1 ≠ q2; undo 0; undo 1", {"q1"}),
])
def test_who_is_the_same(story: str, same: set[str]) -> None:
    assert tell(story).state.same("q1") == same


@pytest.mark.parametrize(("story", "different", "unsure"), [
    ("", False, False),
    ("q1 ≠ q2", True, False),
    ("q1 ≠ p:1", False, False),
    (f"q1 = {GU}; q2 = {LUO}; {LUO} ≠ {GU}", True, False),
    (f"q1 = {GU}; {LUO} ≠ {GU}", False, False),
    ("q1 ? q2", False, True),
    (f"q1 = {GU}; {GU} ? q2", False, True),
    ("q1 ≠ q2; q1 ? q2", False, True),
    ("q1 ? q2; q1 ≠ q2", True, False),
    ("q1 ? q2; q1 = q2", False, False),
    (f"q1 ? q2; q1 = {GU}; {GU} ≠ q2", True, False),  # what is said of one of them decides
    ("q1 ? q2; q1 = p:1; q2 = p:1", False, False),
    ("q1 ? q2; undo 0", False, False),
    ("q1 ≠ q2; q1 = q2; undo 1", True, False),
    ("q1 ≠ q2; undo 0", False, False),
])
def test_who_is_different_and_who_may_be(story: str, different: bool, unsure: bool) -> None:
    state = tell(story).state
    assert [state.different("q1", "q2"), state.different("q2", "q1")] == [different, different]
    assert [state.unsure("q1", "q2"), state.unsure("q2", "q1")] == [unsure, unsure]


@pytest.mark.parametrize(("story", "pinned", "barred"), [
    ("", None, set()),
    (f"{GU} = q1", "q1", set()),
    (f"{GU} = {LUO}", None, set()),
    (f"{GU} = {LUO}; {LUO} = q2", "q2", set()),
    (f"{GU} = p:1; p:1 = q2", "q2", set()),  # the roster goes before those in no roster
    (f"{GU} = p:1", "p:1", set()),
    (f"{GU} = q2; {GU} = q1", "q1", set()),
    (f"{GU} = q1; undo 0", None, set()),
    (f"{GU} ≠ q1", None, {"q1"}),
    (f"{GU} ≠ q1; q1 = p:1; q1 = {LUO}", None, {"q1", "p:1"}),
    (f"{GU} ≠ {LUO}; {LUO} = q2", None, {"q2"}),
    (f"{GU} = {LUO}; {LUO} ≠ q2", None, {"q2"}),
    (f"{GU} ≠ q1; {GU} ≠ q2; undo 0", None, {"q2"}),
    (f"{GU} ≠ q1; {GU} = q1", "q1", set()),
    (f"{GU} ? q1", None, set()),
])
def test_whom_an_appearance_is_and_is_not(story: str, pinned: str | None, barred: set[str]) -> None:
    state = tell(story).state
    assert (state.pinned(GU), state.barred(GU)) == (pinned, barred)


@pytest.mark.parametrize(("story", "known", "best"), [
    ("", {"q2"}, "q1"),
    ("q1 = q2; q2 = p:1", {"q2"}, "q2"),
    ("q1 = q2; q2 = p:1", {"q1", "q2"}, "q1"),
    ("q1 = q2; q2 = p:1", {"q3"}, "p:1"),
    (f"q1 = {GU}", set(), "q1"),  # a person before an appearance, though m is before q
])
def test_who_stands_for_a_group(story: str, known: set[str], best: str) -> None:
    assert tell(story).state.representative("q1", known) == best


def test_an_appearance_stands_for_appearances_and_a_roster_can_be_asked() -> None:
    state = tell(f"{LUO} = {WEN}; {GU} = q1; {GU} = q2").state
    assert state.representative(WEN, {"q1"}) == LUO
    assert (state.pinned(GU), state.pinned(GU, {"q2"}), state.pinned(GU, {"q3"})) == ("q1", "q2", "q1")


@pytest.mark.parametrize(("story", "words"), [
    ("q1 ≠ q2; q1 = p:1; p:1 = q2", "makes q1 = p:1 = q2, but q1 ≠ q2 by {0}; undo {0} first"),
    (f"q1 ≠ q2; q1 = {GU}; q2 = {LUO}; {GU} = {LUO}", f"makes q1 = {GU} = {LUO} = q2, but q1 ≠ q2 by {{0}}"),
    ("q1 = p:1; p:1 = q2; q1 ≠ q2", "makes q1 ≠ q2, but q1 = p:1 = q2 by {0}, {1}; undo one of these first"),
    ("q1 = q2; q1 = p:1; p:1 = q2; q1 ≠ q2", "but q1 = p:1 = q2 by {1}, {2}"),  # though the direct word is superseded
    ("q1 = q2; q1 ? q2; q2 = p:1; q1 ≠ p:1; undo 1", "undo of {1} makes q1 = q2 = p:1, but q1 ≠ p:1 by {3}; undo {3} first"),
    ("q1 = q2; undo 0; q2 = p:1; q1 ≠ p:1; undo 1", "undo of {1} makes"),
    ("q1 ≠ q2; undo 0; q1 = p:1; p:1 = q2; undo 1", "undo of {1} makes q1 ≠ q2, but q1 = p:1 = q2 by {2}, {3}"),
    ("q1 = q2; undo 0; undo 0", "undo of {0} is of no use: {0} is undone already; undo {1} to restore it"),
    ("q1 = q2; undo 0; undo 1; undo 0; undo 2", "{0} is undone already; undo {3}"),
])
def test_a_contradiction_is_refused_with_its_chain_and_the_remedy(story: str, words: str) -> None:
    before, _, last = story.rpartition(";")
    log = tell(before)
    held, state = log.judgements, log.state
    with pytest.raises(TrackerError) as caught:
        add(log, last, second(59))
    assert isinstance(caught.value, JudgementError)
    assert words.format(*(said.id for said in held)) in str(caught.value)
    assert (log.judgements, log.state) == (held, state)


@pytest.mark.parametrize("story", [
    "q1 ≠ q2; q1 = p:1; p:1 ? q2",
    "q1 ≠ q2; undo 0; q1 = p:1; p:1 = q2",
    "q1 ≠ q2; q1 = q2; q1 = p:1; p:1 = q2",  # superseded
    "q1 = p:1; p:1 = q2; undo 0; q1 ≠ q2",
    "q1 = q2; q1 ? q2; q2 = p:1; q1 ≠ p:1; undo 3; undo 1",
    "q1 = q2; undo 0; undo 1; undo 0",
])
def test_what_contradicts_nothing_in_force_is_taken(story: str) -> None:
    assert len(tell(story).judgements) == story.count(";") + 1


def test_the_remedy_that_is_named_helps() -> None:
    log = tell("q1 ≠ q2; q1 = p:1")
    with pytest.raises(JudgementError) as caught:
        log.append(("p:1", "q2"), "SAME", WHO, second(5))
    log.undo(str(caught.value).split("undo ")[-1].split()[0], WHO, second(6))
    log.append(("p:1", "q2"), "SAME", WHO, second(7))
    assert log.state.same("q1") == {"q1", "q2", "p:1"}


# Sides and single judgements


@pytest.mark.parametrize(("report", "name", "side"), [
    ("page#1", "顾承岳", GU), ("page#1", "顾 承　岳", GU), ("r", "Ａ", "m:r#A"), ("m:r", "骆文昭", "m:m:r#骆文昭")])
def test_an_appearance_is_written_and_read(report: str, name: str, side: str) -> None:
    assert appearance(report, name) == side
    assert parse(side) == (report, judgements.squeeze(name))


@pytest.mark.parametrize(("report", "name"), [("", "顾承岳"), ("r", ""), ("r", " "), ("r", "顾#1")])
def test_what_is_no_appearance(report: str, name: str) -> None:
    with pytest.raises(JudgementError):
        appearance(report, name)


@pytest.mark.parametrize("side", ["q1", "p:12ab", "gu#1", "M:r#顾承岳", "顾承岳"])
def test_other_sides_are_people(side: str) -> None:
    assert parse(side) is None


def test_provisional_ids_begin_as_in_the_roster() -> None:
    assert judgements.PROVISIONAL == roster.PROVISIONAL


@pytest.mark.parametrize(("change", "words"), [
    ({"left": ""}, "no side"), ({"left": " q1"}, "no side"), ({"left": "p:"}, "no side"), ({"left": "m:r"}, "no side"),
    ({"left": "m:r#"}, "no side"), ({"left": "m:#顾承岳"}, "no side"), ({"left": "m:r#顾 承岳"}, "without blanks"),
    ({"left": "q2"}, "both sides"), ({"verdict": "same"}, "no verdict"), ({"who": " "}, "who judged"),
    ({"when": "2024-05-01"}, "in UTC"), ({"when": "2024-05-01T08:30:00+08:00"}, "in UTC"),
    ({"when": "2024-02-30T08:30:00Z"}, "in UTC"), ({"when": "2024-5-01T08:30:00Z"}, "in UTC"),
    ({"when": "2024-05-01T08:30Z"}, "in UTC"), ({"verdict": "UNDO"}, "no sides"), ({"undoes": "0000-x"}, "no sides"),
    ({"verdict": "UNDO", "undoes": "0000-x"}, "no sides"), ({"rank": 10_000}, "later second"), ({"rank": -1}, "later second"),
    ({"why": "\ud800"}, "half a character"),
])
def test_what_is_no_judgement(change: dict[str, object], words: str) -> None:
    fields: dict[str, object] = {"left": "q1", "right": "q2", "verdict": "SAME", "who": WHO, "when": second(0)}
    Judgement(**fields)  # type: ignore[arg-type]
    with pytest.raises(JudgementError, match=words):
        Judgement(**(fields | change))  # type: ignore[arg-type]


def test_a_judgement_comes_after_the_last_and_an_undo_after_its_target() -> None:
    log = Log()
    first = log.append(("q1", "q2"), "SAME", WHO, second(9))
    with pytest.raises(JudgementError, match="give a later time"):
        log.append(("q1", "q2"), "DIFFERENT", WHO, second(8))
    with pytest.raises(JudgementError, match="give a later time"):
        log.state.applied(first)
    with pytest.raises(JudgementError, match="look up the id"):
        log.undo("0000-000000000000", WHO, second(10))
    assert log.judgements == (first,)


def test_judgements_of_one_second_stay_in_order() -> None:
    log = Log()
    for number in range(40):
        log.append(("q1", "q2"), "SAME" if number % 2 else "DIFFERENT", WHO, second(0), f"第{number}次")
    assert loads(dumps(log.judgements), "log") == list(log.judgements)
    assert replay(log.judgements).same("q1") == {"q1", "q2"}


def test_a_state_never_changes() -> None:
    before = tell(f"q1 = {GU}").state
    after = before.applied(Judgement("q1", "q2", "SAME", WHO, second(50)))
    assert (before.same("q1"), after.same("q1")) == ({"q1", GU}, {"q1", "q2", GU})


# The file


def test_a_line_of_a_judgement() -> None:
    log = Log()
    said = log.append((GU, "q1"), "SAME", "某甲", "2024-05-01T08:30:00Z", "同一\n职务\u2028“”")
    undo = log.undo(said.id, "某乙", "2024-05-01T08:30:00Z")
    assert dumps(log.judgements).split("\n") == [
        f'{{"when": "2024-05-01T08:30:00Z", "id": "{said.id}", "who": "某甲", "verdict": "SAME", "left": "m:page#1#顾承岳", '
        '"right": "q1", "undoes": null, "why": "同一\\n职务\u2028“”"}',
        f'{{"when": "2024-05-01T08:30:00Z", "id": "{undo.id}", "who": "某乙", "verdict": "UNDO", "left": "", "right": "", '
        f'"undoes": "{said.id}", "why": ""}}', ""]
    assert (said.id[:5], undo.id[:5]) == ("0000-", "0001-")
    assert loads("\ufeff" + dumps(reversed(log.judgements)).replace("}\n", "}\r\n\r\n"), "log") == [said, undo]


LINE = dumps(tell("q1 = q2").judgements).strip()


@pytest.mark.parametrize(("line", "words"), [
    ("顾承岳", "no JSON"), ("{", "no JSON"), ("[" * 100_000, "no JSON"), ("<<<<<<< HEAD", "remove it if it is a mark"),
    ("[]", "hold texts under when, id, who"), ("{}", "hold texts under"), (LINE.replace('"why"', '"cause"'), "hold texts under"),
    (LINE.replace("null", "1"), "hold texts"), (LINE.replace('"q1"', "null"), "hold texts"),
    (LINE.replace("q1", "q3"), "undone, not edited"), (LINE.replace("SAME", "DIFFERENT"), "undone, not edited"),
    (LINE.replace("0000-", "0001-"), "undone, not edited"), (LINE.replace("0000-", "x-"), "undone, not edited"),
    (LINE.replace("SAME", "EQUAL"), "give SAME, DIFFERENT or UNSURE"), (LINE[:-1], "no JSON"), (LINE + LINE, "no JSON"),
])
def test_a_malformed_line_is_named(line: str, words: str) -> None:
    with pytest.raises(InputError, match="restore the line") as caught:
        loads(f"{LINE}\n\n{line}\n", "roster/log.jsonl")
    assert str(caught.value).startswith("roster/log.jsonl:3: is no judgement")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def branches(base: str, ours: str, theirs: str) -> tuple[Log, Log]:
    """Two logs that begin alike; the second one's own judgements are half a minute later."""
    return tell(ours, tell(base), 20), tell(theirs, tell(base), 50)


@pytest.mark.parametrize(("base", "ours", "theirs", "left_out"), [
    ("q1 = p:1", "q1 ≠ q2", f"q2 = {GU}", None),
    ("q1 = p:1", "q1 ≠ q2", "q2 = p:1", "makes q1 = p:1 = q2, but q1 ≠ q2 by {ours}; undo {ours} first"),
    ("q1 = p:1", "q2 = p:1", "q1 ≠ q2", "makes q1 ≠ q2, but q1 = p:1 = q2 by {base}, {ours}; undo one of these first"),
    ("q1 = q2", "q1 ≠ q2", "q1 = q2", None),  # of the same two the later counts
    ("q1 = q2", "undo 0", "undo 0", "{base} is undone already"),
    ("q1 = q2", "undo 0", "q1 ≠ q2", None),
])
def test_the_union_of_two_files(base: str, ours: str, theirs: str, left_out: str | None) -> None:
    one, two = branches(base, ours, theirs)
    merged = loads(dumps(two.judgements) + dumps(one.judgements), "log")
    assert merged == sorted({*one.judgements, *two.judgements}, key=lambda said: (said.when, said.id))
    state = Log(merged).state
    if left_out is None:
        assert state.left_out == ()
        return
    ((said, why),) = state.left_out
    assert said == two.judgements[-1]
    assert why.startswith(f"{said.id} ({WHO}, {said.when}) is left out; undo it to settle this: ")
    assert left_out.format(base=one.judgements[0].id, ours=one.judgements[-1].id) in why


def test_what_was_left_out_stays_in_the_file_and_is_told_until_it_is_undone() -> None:
    one, two = branches("q1 = p:1", "q1 ≠ q2", "q2 = p:1")
    log = Log((*one.judgements, *two.judgements))
    foe, said = one.judgements[-1], two.judgements[-1]
    assert said in loads(dumps(log.judgements), "log")
    log.undo(foe.id, WHO, second(100))
    assert log.state.same("q1") == {"q1", "p:1"}  # it does not come back by itself
    assert [out for out, _ in log.state.left_out] == [said]
    settled = log.undo(said.id, WHO, second(101))
    assert log.state.left_out == ()
    log.undo(settled.id, WHO, second(102))
    assert [out for out, _ in log.state.left_out] == [said]
    log.append(("q2", "p:1"), "SAME", WHO, second(103))
    assert log.state.same("q1") == {"q1", "p:1", "q2"}


def test_thousands_of_judgements_take_a_second_or_two() -> None:
    said = [Judgement(f"m:r{n}#顾承岳", f"q{n % 3}", "SAME", WHO, second(n % 1000), str(n)) for n in range(3000)]
    start = time.perf_counter()
    state = replay(loads(dumps(said), "log"))
    assert len(state.same("q1")) == 1001
    for n in range(100):
        state = state.applied(Judgement(f"m:s{n}#骆文昭", "q1", "DIFFERENT", WHO, "2025-01-01T00:00:00Z", rank=n))
    assert time.perf_counter() - start < 5


def test_lines_go_through_a_file(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    log = tell(f"q1 = {GU}; {GU} ≠ {LUO}; undo 1")
    path.write_text(dumps(log.judgements), "utf-8")
    assert loads(path.read_text("utf-8"), path) == list(log.judgements)
