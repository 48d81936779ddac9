"""Who is who in a database: decided when asked, and anew only for the names that something new speaks of."""

from __future__ import annotations

from pathlib import Path

from made import ROSTER, extraction, person, who

from tracker.roster import Roster
from tracker.store import Store
from tracker.who import opened, settle

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
