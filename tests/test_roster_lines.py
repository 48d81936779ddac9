"""Rosters as JSONL."""

import json
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import RosterError
from tracker.roster import Roster, check, load, save
from tracker.types import Organisation, Post, RosterPerson, Tenure

SU: dict[str, Any] = {"type": "person", "id": "su", "name": "苏晓岚", "aliases": ["苏小岚"], "tenures": [
    {"org": "青河市", "title": "市长", "start": "2019-06", "source": "公报"}]}
BODY: dict[str, Any] = {"type": "organisation", "name": "中共青河市委员会", "short": ["青河市委"], "place": "白山省青河市"}


def write(folder: Path, *records: Any) -> Path:
    path = folder / "roster.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in records), "utf-8")
    return path


def test_a_person_or_an_organisation_a_line(tmp_path: Path) -> None:
    roster = load(write(tmp_path, SU, "", BODY))
    assert roster.people == {"su": RosterPerson("su", "苏晓岚", ("苏小岚",), (
        Tenure("su", Post("青河市", "市长"), "2019-06", None, "公报"),))}
    assert roster.organisations == {BODY["name"]: Organisation("中共青河市委员会", None, ("青河市委",), None, "白山省青河市")}


def test_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "roster.jsonl"
    save(load(write(tmp_path, SU, BODY)), path)
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == [SU, BODY]
    save(Roster(), path)
    assert path.read_text() == ""


@pytest.mark.parametrize("record", [
    {"id": "su", "name": "苏晓岚"}, {"type": None, "id": " su ", "name": "苏晓岚\n", "aliases": None, "tenures": None},
    {"type": "person", "id": "su", "name": "苏晓岚", "aliases": ["", "苏 晓岚"], "tenures": []}])
def test_what_is_not_known_may_be_left_out(tmp_path: Path, record: dict[str, Any]) -> None:
    assert load(write(tmp_path, record)).people == {"su": RosterPerson("su", "苏晓岚")}


def test_a_person_on_two_lines_is_one(tmp_path: Path) -> None:
    more = {"id": "su", "name": "苏晓岚", "aliases": ["晓岚", "苏小岚"], "tenures": [{"title": "省长"}]}
    su = load(write(tmp_path, SU, more)).people["su"]
    assert su.aliases == ("苏小岚", "晓岚")
    assert [tenure.post.title for tenure in su.tenures] == ["省长", "市长"]


@pytest.mark.parametrize(("record", "column", "words"), [
    ("{", "", "is no JSON"),
    ("[1]", "", "is no JSON object"),
    ('{"id": "su", "name": ' + "[" * 100_000, "", "is no JSON"),
    ({"type": "place", "name": "青河市"}, "type", "neither person nor organisation"),
    ({"id": "su", "name": "苏晓岚", "alias": []}, "alias", "unknown; the fields are type, id, name, aliases, tenures"),
    ({"id": 7, "name": "苏晓岚"}, "id", "is no text"),
    ({"id": "su", "name": "苏晓岚", "aliases": "苏小岚"}, "aliases", "is no list"),
    ({"id": "su", "name": "苏晓岚", "aliases": [1]}, "aliases", "is not a list of texts"),
    ({"id": "su", "name": "苏晓岚", "tenures": [1]}, "tenures", "number 1 is no JSON object"),
    ({"id": "su", "name": "苏晓岚", "tenures": [{"post": "市长"}]}, "post", "unknown"),
    ({"id": "su", "name": "苏晓岚", "tenures": [{"title": "市长"}, {"source": "公报"}]}, "title", "empty in tenure 2"),
    ({"id": "su", "name": "苏晓岚", "tenures": [{"title": "市长", "start": "2019年"}]}, "start", "is no date"),
    ({"id": "su", "name": " "}, "name", "is empty"),
    ({"name": "苏晓岚", "tenures": [{"title": "市长"}]}, "id", "is empty"),  # told once
    ({"type": "organisation", "short": ["市委"]}, "name", "is empty"),
    ({"type": "organisation", "name": "青河市", "short": "青河"}, "short", "is no list"),
])
def test_faults_are_named_by_line_and_field(tmp_path: Path, record: Any, column: str, words: str) -> None:
    path = write(tmp_path, SU | {"id": "first"}, record)
    (fault,) = check(path)
    assert (fault.line, fault.column) == (2, column)
    assert words in fault.message
    with pytest.raises(RosterError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:2:{column}")
    assert words in str(caught.value)


def test_an_organisation_on_two_lines_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path, BODY, BODY | {"short": []})
    with pytest.raises(RosterError, match="further up"):
        load(path)
    assert [(fault.line, fault.column, fault.kind) for fault in check(path)] == [(2, "name", "twice")]
