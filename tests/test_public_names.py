import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import HEADER, PAGE, reader

import tracker
from tracker import pipeline
from tracker.types import Extraction


@pytest.fixture(autouse=True)
def _stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "extractor", lambda model: reader)
    Path("page.txt").write_text(f"2020年8月5日 星期三\n要闻\n{PAGE}", "utf-8")
    Path("roster.csv").write_text(HEADER + "lin,林建国,林铁生,青河市委,书记,2018,,\n", "utf-8")


def test_the_public_names() -> None:
    assert tracker.__all__ == [
        "Activity", "InputError", "JudgementError", "Profile", "RosterError", "StoreError", "Summary", "TrackerError",
        "UnknownPerson", "__version__", "extract", "open", "report_object", "write"]
    assert all(getattr(tracker, name) for name in tracker.__all__)
    assert dir(tracker) == sorted(tracker.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = tracker.nothing


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = "import sys, tracker; print({'spacy', 'pandas', 'networkx', 'sqlalchemy'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out == "set()\n"


def test_a_database_of_activity() -> None:
    with tracker.open("activity.db") as activity:
        assert activity.ingest("page.txt", roster="roster.csv", trust=True) == tracker.Summary(new=1, files=1)
        assert activity.ingest([Path("page.txt")]) == tracker.Summary(known=1)
        assert activity.timeline("林铁生", since="2020-08-01", type="meeting")["with"].tolist() == [("白志远",)]
        assert len(activity.timeline(organisation="青河市委", where="type:meeting")) == len(activity.met("lin", "白志远")) == 1
        assert len(activity.together("lin", "白志远", until="2020-08-31")) == len(activity.search("name:lin")) == 1
        assert activity.search("会见", reports=True)["events"].tolist() == [1]
        assert activity.stats()["number"][0] == 1
        assert activity.graph("met", until="2020-08-31").number_of_edges() == 1
        tracker.write(activity.graph(), "ties.gexf")
    assert Path("ties.gexf").exists()


def test_a_question_creates_no_database() -> None:
    with tracker.open("activity.db") as activity, pytest.raises(tracker.StoreError, match="no such database"):
        activity.timeline("林建国")
    assert not Path("activity.db").exists()


def test_errors_of_a_database_of_activity(tmp_path: Path) -> None:
    with tracker.open("activity.db") as activity:
        with pytest.raises(tracker.InputError, match=r"nothing\.txt"):
            activity.ingest("nothing.txt")
        skipped: list[tracker.InputError] = []
        assert activity.ingest(["nothing.txt", "page.txt"], on_error=skipped.append).new == 1
        assert len(skipped) == 1
        with pytest.raises(tracker.UnknownPerson):
            activity.timeline("欧阳")
        with pytest.raises(tracker.InputError, match="no day"):
            activity.graph(since="yesterday")


def test_one_report_or_a_file_of_them() -> None:
    (told,) = tracker.extract(PAGE, published="2020-08-04", roster="roster.csv", trust=True)
    assert isinstance(told, Extraction)
    assert [person.person_id for person in told.people] == ["lin", None]
    assert tracker.report_object(told)["met"] == [["林建国", "白志远"]]
    (paged,) = tracker.extract(Path("page.txt"))
    assert paged.report.id == "page#1"
    with pytest.raises(tracker.InputError, match="no such file"):
        tracker.extract(Path("nothing.txt"))


def test_files_of_one_name_in_two_folders_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with tracker.open(Path("activity.db").absolute()) as activity:
        for folder, guest in (("a", "林建国"), ("b", "何平")):
            Path(folder).mkdir()
            Path(folder, "page.txt").write_text(PAGE.replace("林建国", guest), "utf-8")
            with monkeypatch.context() as patch:
                patch.chdir(folder)
                assert activity.ingest("page.txt") == tracker.Summary(new=1, files=1)
        Path("a", "page.txt").write_text(PAGE.replace("8月4日", "8月5日"), "utf-8")
        assert activity.ingest("a/page.txt") == tracker.Summary(changed=1, files=1)
        assert activity.store().counts()["report"] == 2


def test_what_is_said_of_a_collection_reaches_its_reports() -> None:
    Path("rows.csv").write_text("编号,稿件\n1,8月4日，青河市委书记林建国会见远山钢铁集团董事长白志远。\n", "utf-8")
    with tracker.open("activity.db") as activity:
        done = activity.ingest("rows.csv", published="2020-08-05", source="青河日报", region="青河市", fields={"text": "稿件"},
                               model="rules", jobs=2)
        assert done == tracker.Summary(new=1, files=1)
        assert activity.search("region:青河 source:青河日报 name:林建国")["date"].astype(str).tolist() == ["2020-08-04"]
