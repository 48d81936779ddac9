"""Who is who in a database: decided when asked, and anew only for the names that something new speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import ROSTER, archives, extraction, person, who

from tracker.errors import InputError, JudgementError
from tracker.judgements import Log, appearance, dumps, loads
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Extraction, Organisation
from tracker.who import Judge, history, opened, reasons, settle

MAYOR = {"何平": [("青河市", "市长")]}


def test_what_an_ingest_left_open_is_decided_before_anybody_asks(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db", create=True) as store:
        store.set_roster(ROSTER)
        store.put(extraction(("meeting", "2018-05-05", {"何平": "host", "白志远": "guest"}), posts=MAYOR), "1")
        assert store.unsettled() == ("何平", "白志远")
    with opened(tmp_path / "a.db") as store:
        assert store.unsettled() == ()
        assert who(store)["page#1", "何平"] == "he1"


def test_a_new_report_and_a_new_roster_open_the_names_that_they_speak_of() -> None:
    with Store("sqlite://", create=True) as store:
        store.put(extraction(("meeting", "2018-05-05", {"何平": "host", "白志远": "guest"}), posts=MAYOR), "1")
        assert settle(store) == 2
        assert settle(store) == 0
        store.put(extraction(("meeting", "2018-05-06", {"白志远": "host"}), id="page#2"), "1")
        assert store.unsettled() == ("白志远",)
        settle(store)
        store.set_roster(ROSTER)
        assert store.unsettled() == ("何平", "白志远")  # who is named with him too
        settle(store)
        assert who(store)["page#1", "何平"] == "he1"
        store.set_roster(Roster([person("x", "何平", ("洛阳市", "市长", None, None))]))
        settle(store)
        assert who(store)["page#1", "何平"].startswith("p:")


def test_a_name_of_which_nothing_tells_stands_alone() -> None:
    with Store("sqlite://", create=True) as store:
        store.set_roster(ROSTER)
        for id in ("page#1", "page#2"):
            store.put(extraction(("other", "2018-05-05", {"何平": "lead"}), id=id), "1")
        settle(store)
        ids = {id for (_, name), id in who(store).items() if name == "何平"}
        assert len(ids) == 2
        assert ids.isdisjoint({"he1", "he2"})
        assert store.find("何平") == ("he1", "he2")


def test_the_company_of_one_report_tells_who_a_bare_name_in_another_is() -> None:
    with Store("sqlite://", create=True) as store:
        store.set_roster(ROSTER)
        store.put(extraction(("meeting", "2018-05-05", {"何平": "host", "白志远": "guest"}), posts=MAYOR), "1")
        store.put(extraction(("meeting", "2018-06-05", {"何平": "host", "白志远": "guest"}), id="page#2"), "1")
        settle(store)
        assert who(store)["page#2", "何平"] == "he1"


def test_the_organisations_of_a_roster_are_kept_and_heeded() -> None:
    people = [person(id, "何平", (org, "董事长", "2016", None)) for id, org in (("he1", "青河港口集团"), ("he2", "白山大学"))]
    body = Organisation("青河港口集团", None, ("青港",), None, "青河市")
    with Store("sqlite://", create=True) as store:
        store.set_roster(Roster(people))
        store.put(extraction(("meeting", "2018-05-05", {"何平": "host"}), posts={"何平": [("青港", "董事长")]}), "1")
        settle(store)
        assert who(store)["page#1", "何平"] != "he1"
        store.set_roster(Roster(people, [body]))
        settle(store)
        assert store.roster().organisations == {body.name: body}
        assert who(store)["page#1", "何平"] == "he1"
        store.set_roster(Roster(people))
        settle(store)
        assert who(store)["page#1", "何平"] != "he1"


WHEN = datetime(2024, 5, 1, tzinfo=UTC)
TEACHER = {"何平": [("白山大学", "教授")]}


@contextmanager
def three(trust: bool = False) -> Iterator[tuple[Store, Judge]]:
    """Three reports of one name: the mayor, the professor, and the name alone."""
    with Store("sqlite://", create=True) as store:
        store.set_roster(ROSTER, trust)
        fill(store)
        yield store, Judge(store, "su", WHEN)


def fill(store: Store) -> None:
    store.put(extraction(("meeting", "2018-05-05", {"何平": "host", "白志远": "guest"}), posts=MAYOR), "1")
    store.put(extraction(("meeting", "2018-05-06", {"何平": "host", "阿里·汗": "guest"}), id="page#2", posts=TEACHER), "1")
    store.put(extraction(("other", "2018-05-07", {"何平": "lead"}), id="page#3"), "1")
    settle(store)


def of(store: Store, report: str, name: str = "何平") -> str:
    return who(store)[report, name]


def side(store: Store, report: str, name: str = "何平") -> str:
    return next(appearance(one.report, one.name) for one in store.seen() if (one.report_name, one.name) == (report, name))


def test_a_judgement_decides_an_appearance_and_an_undo_opens_it_again() -> None:
    with three() as (store, judge):
        before = of(store, "page#3")
        assert before.startswith("p:")
        (said,) = judge.say((side(store, "page#3"), "he2"), "SAME", "met him")
        assert [of(store, f"page#{n}") for n in (1, 2, 3)] == ["he1", "he2", "he2"]
        assert store.seen(["he2"])[1].reasons == ("it was judged so",)
        judge.undo(said.id)
        assert of(store, "page#3") == before


def test_an_appearance_is_not_whom_it_was_judged_not_to_be() -> None:
    with three() as (store, judge):
        judge.say((side(store, "page#1"), "he1"), "DIFFERENT")
        judge.say((side(store, "page#3"), "he1"), "DIFFERENT")
        assert of(store, "page#1").startswith("p:")
        assert of(store, "page#2") == "he2"
        assert of(store, "page#3") != "he1"


@pytest.mark.parametrize(("one", "other"), [("he1", "he2"), ("he2", "he1")])
def test_two_of_the_roster_are_merged_and_parted_again(one: str, other: str) -> None:
    with three(trust=True) as (store, judge):
        before = of(store, "page#3")
        (said,) = judge.say((one, other), "SAME")
        assert {of(store, f"page#{n}") for n in (1, 2, 3)} == {"he1"}, "nobody else bears the name now"
        assert store.find("何平") == store.find("he2") == ("he1",)
        assert "he2" not in store.people()
        assert [tenure.post.title for tenure in store.people(["he1"])["he1"].tenures] == ["市长", "教授"]
        judge.undo(said.id)
        assert (of(store, "page#1"), of(store, "page#2")) == ("he1", "he2")
        assert store.find("何平") == ("he1", "he2")
        assert of(store, "page#3") == before
        assert len(store.people(["he1"])["he1"].tenures) == 1


def test_whoever_is_in_no_roster_is_merged_with_all_appearances() -> None:
    with Store("sqlite://", create=True) as store:
        for n, place in enumerate(("郑州市", "郑州市", "洛阳市", "洛阳市")):
            store.put(extraction(("other", "2018-05-01", {"苏晓岚": "lead"}), id=f"page#{n}",
                                 posts={"苏晓岚": [(place, "副市长")]}), "1")
        settle(store)
        before = who(store)
        one, other = before["page#0", "苏晓岚"], before["page#2", "苏晓岚"]
        assert sorted(before.values()) == sorted([one, one, other, other])
        said = Judge(store, "su", WHEN).say((one, other), "SAME")
        assert len(said) == 3, "an appearance stands for each of the two"
        assert len(set(who(store).values())) == 1
        Judge(store, "su", WHEN).undo(said[-1].id)
        assert len(set(who(store).values())) == 2


def test_two_names_are_one_person() -> None:
    with Store("sqlite://", create=True) as store:
        store.set_roster(ROSTER)
        store.put(extraction(("other", "2018-05-01", {"何苹": "lead"}), posts={"何苹": [("青河市", "市长")]}), "1")
        settle(store)
        Judge(store, "su", WHEN).say((of(store, "page#1", "何苹"), "he1"), "SAME", "misprint")
        assert of(store, "page#1", "何苹") == "he1"
        assert store.find("何苹") == ("he1",)


def test_a_person_is_split_and_the_parts_stay_apart() -> None:
    with Store("sqlite://", create=True) as store:
        for n in range(4):
            store.put(extraction(("other", f"2018-05-0{n + 1}", {"苏晓岚": "lead"}), id=f"page#{n}",
                                 posts={"苏晓岚": [("青河市", "副市长")]}), "1")
        settle(store)
        (whole,) = set(who(store).values())
        judge = Judge(store, "su", WHEN)
        judge.split(whole, ["page#1", "page#3"])
        after = [of(store, f"page#{n}", "苏晓岚") for n in range(4)]
        assert after[0] == after[2] != after[1] == after[3]
        with pytest.raises(JudgementError, match="undo"):
            judge.say((after[0], after[1]), "SAME")
        store.put(extraction(("other", "2018-06-01", {"苏晓岚": "lead"}), id="page#4"), "1")
        settle(store)
        assert [of(store, f"page#{n}", "苏晓岚") for n in range(4)] == after, "a new report does not shake it"


@pytest.mark.parametrize(("reports", "message"), [
    (["page#9"], "does not appear in page#9; choose from page#1, page#2"), ([], "no report at all"),
    (["page#1", "page#2"], "appears nowhere else")])
def test_a_split_without_sense_is_refused(reports: list[str], message: str) -> None:
    with Store("sqlite://", create=True) as store:
        for n in (1, 2):
            store.put(extraction(("other", f"2018-05-0{n}", {"苏晓岚": "lead"}), id=f"page#{n}"), "1")
        settle(store)
        with pytest.raises(InputError, match=message):
            Judge(store, "su", WHEN).split(of(store, "page#1", "苏晓岚"), reports)
        assert store.judgements() == []


def test_judgements_outlive_a_corrected_text_and_another_roster() -> None:
    def told(headline: str) -> Extraction:
        made = extraction(("other", "2018-05-07", {"何平": "lead"}), path="/a/page.txt")
        return replace(made, report=replace(made.report, text=made.report.text + headline))

    with Store("sqlite://", create=True) as store:
        store.set_roster(ROSTER)
        store.put(told(""), "1")
        settle(store)
        Judge(store, "su", WHEN).say((side(store, "page#1"), "he2"), "SAME")
        for text in ("更正。", "再更正。", ""):
            store.put(told(text), "1")
            settle(store)
            assert store.counts()["report"] == 1
            assert of(store, "page#1") == "he2", text
        store.set_roster(Roster())
        settle(store)
        assert of(store, "page#1") == "he2"


def test_what_was_judged_of_somebody_holds_when_the_roster_comes_later() -> None:
    with Store("sqlite://", create=True) as store:
        store.put(extraction(("other", "2018-05-01", {"何苹": "lead"})), "1")
        settle(store)
        judge = Judge(store, "su", WHEN)
        judge.say((side(store, "page#1", "何苹"), "he1"), "SAME", "misprint")
        judge.say(("he1", "he2"), "SAME")
        assert [one.status for one in store.seen(["he1"])] == ["new"]
        store.set_roster(ROSTER)
        settle(store)
        assert [one.status for one in store.seen(["he1"])] == ["linked"]
        assert store.find("he2") == ("he1",)
        store.set_roster(Roster())
        settle(store)
        assert [one.status for one in store.seen(["he1"])] == ["new"]


def test_history_tells_what_is_about_a_person() -> None:
    with three() as (store, judge):
        (first,) = judge.say((side(store, "page#3"), "he2"), "SAME")
        (second,) = judge.say((side(store, "page#1"), "he1"), "SAME")
        (undone,) = judge.undo(first.id)
        assert history(store) == [first, second, undone]
        assert history(store, "he1") == [second]
        assert history(store, "he2") == [first, undone]


_REPORTS = st.sampled_from(["page#0", "page#1", "page#2", "page#3"])
_NAMED = st.sampled_from(["何平", "林建国", "林铁生", "苏晓岚", "白志远"])
_STEPS = st.lists(st.tuples(st.sampled_from(["SAME", "SAME", "DIFFERENT", "UNSURE", "split", "undo"]),
                            st.tuples(_REPORTS, _NAMED), st.tuples(_REPORTS, _NAMED), st.integers(0, 9)), max_size=6)


@settings(max_examples=40, deadline=None)
@given(archives(), _STEPS)
def test_judging_step_by_step_is_the_log_read_at_once(archive: list[Extraction], steps: list[Any]) -> None:
    with Store("sqlite://", create=True) as store, Store("sqlite://", create=True) as other:
        store.set_roster(ROSTER)
        for told in archive:
            store.put(told, "1")
        settle(store)
        for verdict, one, two, n in steps:
            judge = Judge(store, "su", WHEN)
            ids = who(store)
            people = [ids.get(one, "he1"), ids.get(two, "lin")]
            with suppress(JudgementError, InputError):
                if verdict == "undo":
                    judge.undo(store.judgements()[n % len(store.judgements())].id if store.judgements() else "none")
                elif verdict == "split":
                    judge.split(people[0], [one[0]])
                else:
                    left = side(store, *one) if n % 2 and one in ids else people[0]
                    judge.say((left, people[1]), verdict)
        taken = Judge(other, "bai", WHEN).take(loads(dumps(store.judgements()), "log"))
        assert taken == (len(store.judgements()), [])
        other.set_roster(ROSTER)
        for told in archive:
            other.put(told, "1")
        settle(other)
        assert list(other.dump()) == list(store.dump())
        state = Log(store.judgements()).state
        for seen in store.seen():
            at = appearance(seen.report, seen.name)
            pinned = state.pinned(at, ROSTER.people)
            assert seen.attendance == "byline" or pinned in (None, seen.person)
            assert seen.person not in state.barred(at)


REST = "".join(f"青河市的{what}也由代表们看过，大家在船头和堤上谈了各自的打算，约定秋收以后再来一次。"
               for what in ("芦苇荡", "旧船厂", "渡口"))
PRINTED = [("a#1", "2020-08-05", "2020-08-04", "晨报"), ("b#1", "2020-08-06", "2020-08-05", "晚报"),  # 昨日 of each
           ("c#1", "2020-08-20", "2020-08-19", "月刊")]


def printed(id: str, published: str, day: str, source: str, more: str = "") -> Extraction:
    made = extraction(("meeting", day, {"林建国": "host", "白志远": "guest"}), id=id, published=published)
    return replace(made, report=replace(made.report, text=made.report.text + REST + more, source=source))


def test_what_reprints_tell_is_one_happening_on_the_day_of_the_first_print() -> None:
    with Store("sqlite://", create=True) as store:
        for one in reversed(PRINTED):
            store.put(printed(*one), "1")
            settle(store)
        month, both = sorted(store.happenings(), key=lambda one: len(one.tellings))
        assert [(one.report.name, one.event.date) for one in both.tellings] == [
            ("a#1", date(2020, 8, 4)), ("b#1", date(2020, 8, 5))]
        assert month.tellings[0].report.name == "c#1"  # too late for a reprint
        assert (both.event.date, both.days) == (date(2020, 8, 4), (date(2020, 8, 4),) * 2)
        assert [one.date for one in store.gatherings()] == [date(2020, 8, 4), date(2020, 8, 19)]
        assert store.proofs([both.id])[both.id]["date"] == "2020-08-04"
        assert [words for *_, words in reasons(store, both)] == [("the same sentence in a reprint (+9)",)]
        Judge(store, "editor").say((f"e:{both.tellings[0].id}", f"e:{both.tellings[1].id}"), "DIFFERENT")
        assert [len(one.tellings) for one in store.happenings()] == [1, 1, 1]
        assert [one.name for one in store.reprints([both.report.id])] == ["a#1", "b#1"]  # which they are all the same


def test_a_reprint_that_goes_takes_its_day_along() -> None:
    """The first print is replaced by another text: the event that its reprint tells has its own day again."""
    other = extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest"}), id="a#1", published="2020-08-05",
                       path="/a")
    with Store("sqlite://", create=True) as store, Store("sqlite://", create=True) as plain:
        first = printed(*PRINTED[0])
        store.put(replace(first, report=replace(first.report, path="/a")), "1")
        store.put(printed(*PRINTED[1]), "1")
        settle(store)
        assert len(store.happenings()) == 1
        for one in (store, plain):
            one.put(other, "1")
        plain.put(printed(*PRINTED[1]), "1")
        for one in (store, plain):
            settle(one)
        assert [one.event.date for one in store.happenings()] == [date(2020, 8, 4), date(2020, 8, 5)]
        assert [row for row in store.dump() if row[0] not in ("replaced", "meta")] == [
            row for row in plain.dump() if row[0] not in ("replaced", "meta")]
