"""Rosters as FollowTheMoney: what we write against the schemata of the format, what others write, what is lost."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import person, rosters

from tracker.dates import is_partial_date
from tracker.errors import RosterError
from tracker.roster import Roster, ftm, load, read
from tracker.types import Organisation, Post, RosterPerson, Tenure

# The part of the model (followthemoney 4.11) that we write: the type of each property, or the schemata that it refers to; * has
# to be there. A table, since the package needs PyICU, for which there are no wheels.
_SPAN = {"startDate": "date", "endDate": "date", "sourceUrl": "url", "publisher": "text"}
SCHEMATA: dict[str, dict[str, str]] = {
    "Person": {"name*": "text", "alias": "text", "position": "text"},
    "Organization": {"name*": "text", "abbreviation": "text", "parent": "Organization", "address": "text", "keywords": "text"},
    "Position": {"name*": "text", "organization": "Organization"},
    "Occupancy": {"holder*": "Person", "post*": "Position"} | _SPAN,
    "Membership": {"member*": "Person", "organization*": "Organization", "role": "text"} | _SPAN,
    "Succession": {"predecessor*": "Organization", "successor*": "Organization"},
    "Event": {"name*": "text", "location": "text", "involved": "Person", "summary": "text", "recordId": "text"} | _SPAN,
    "Associate": {"person*": "Person", "associate*": "Person", "relationship": "text", "recordId": "text"} | _SPAN,
}
_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")


def wrong(lines: Iterable[str]) -> list[str]:
    """What of the entities is not as the schemata want it."""
    entities = [json.loads(line) for line in lines]
    schema_of = {entity["id"]: entity["schema"] for entity in entities}
    found = [] if len(schema_of) == len(entities) else ["an id stands twice"]
    for entity in entities:
        properties = {name.rstrip("*"): kind for name, kind in SCHEMATA[entity["schema"]].items()}
        found += [f"id {entity['id']}"] * (not _ID.fullmatch(entity["id"]))
        found += [f"{name[:-1]} is needed" for name in SCHEMATA[entity["schema"]]
                  if name.endswith("*") and not entity["properties"].get(name[:-1])]
        for name, values in entity["properties"].items():
            kind = properties[name]
            fits = {"text": lambda value: value == value.strip() != "", "date": is_partial_date,
                    "url": re.compile(r"https?://[!-~]+").fullmatch}.get(kind, lambda value: schema_of[value] == kind)  # noqa: B023
            found += [f"{name} {value}" for value in values if not fits(value)]
    return found


@given(rosters(marks=";"))
def test_what_is_written_is_as_the_format_wants_it(roster: Roster) -> None:
    assert wrong(ftm.written(roster).splitlines()) == []


def test_the_check_itself_finds_faults() -> None:
    bad = ['{"id": "a_b", "schema": "Person", "properties": {}}',
           '{"id": "o", "schema": "Occupancy", "properties": {"holder": ["o"], "post": ["o"], "startDate": ["2019年"]}}']
    assert wrong(bad) == ["id a_b", "name is needed", "holder o", "post o", "startDate 2019年"]


def test_each_thing_is_an_entity() -> None:
    su = RosterPerson("su", "苏晓岚", ("苏小岚",), (
        Tenure("su", Post("青河市", "市长"), "2019-06", None, "https://news.example/1"),
        Tenure("su", Post("青河市委", "委员"), None, "2021", "公报"), Tenure("su", Post(None, "国务委员"))))
    roster = Roster([su], [Organisation("青河市", "白山省", ("清河市",), "大青河市", "白山省")])
    told: dict[str, list[dict[str, Any]]] = {}
    names = {}
    for line in ftm.written(roster).splitlines():
        entity = json.loads(line)
        told.setdefault(entity["schema"], []).append(entity["properties"])
        names[entity["id"]] = entity["properties"].get("name", [""])[0]
    assert told["Person"] == [{"name": ["苏晓岚"], "alias": ["苏小岚"]}]
    city, *named_only = told["Organization"]
    assert names[city.pop("parent")[0]] == "白山省"
    assert city == {"name": ["青河市"], "abbreviation": ["清河市"], "address": ["白山省"]}
    assert named_only == [{"name": [name], "keywords": ["named only"]} for name in ("白山省", "大青河市", "青河市委")]
    assert [position["name"] for position in told["Position"]] == [["青河市市长"], ["国务委员"]]
    assert [names[position["organization"][0]] for position in told["Position"] if "organization" in position] == ["青河市"]
    first, second = told["Occupancy"]
    assert (first["startDate"], first["sourceUrl"]) == (["2019-06"], ["https://news.example/1"])
    assert set(second) == {"holder", "post"}
    (member,) = told["Membership"]
    assert (member["role"], member["endDate"], member["publisher"]) == (["委员"], ["2021"], ["公报"])
    assert [names[told["Succession"][0][end][0]] for end in ("predecessor", "successor")] == ["青河市", "大青河市"]


@pytest.mark.parametrize(("org", "title", "name"), [
    ("青河市", "市长", "青河市市长"), ("Qinghe City", "Mayor", "Qinghe City Mayor"), ("", "国务委员", "国务委员"),
    ("青河APEC", "主席", "青河APEC主席"), ("青", "青", "青青")])
def test_names_of_positions(org: str, title: str, name: str) -> None:
    assert ftm.titled(org, title) == name
    assert ftm.untitled(org, name) == title


@pytest.mark.parametrize(("org", "name"), [
    ("青河市", "市长"), ("青河市", "青河市"), ("", "青河市市长"), ("青河市", "白山省省长")])
def test_names_of_positions_without_the_organisation_stay(org: str, name: str) -> None:
    assert ftm.untitled(org, name) == name


@given(st.text(min_size=1) | st.sampled_from(["Q42", "NK-x", "a.b", "a_b", "-", "utf8-61", "utf8-zz", "org-1", "a" * 201]))
def test_ids_come_back(id: str) -> None:
    try:
        shaped = ftm.shaped(id)
    except UnicodeEncodeError:  # half a character
        return
    assert _ID.fullmatch(shaped)
    assert ftm.unshaped(shaped) == id


@pytest.mark.parametrize("id", ["Q42", "utf8-zz", "utf8-ff", "utf8-6", "utf8-61", "utf8-", "org-1"])
def test_ids_that_others_made_stay(id: str) -> None:
    assert ftm.unshaped(id) == id


# --- what others write


def entity(id: str, schema: str, **properties: Any) -> str:
    more = {"caption": id, "datasets": ["peps"], "referents": [], "first_seen": "2023-04-20T10:10:32"}  # as OpenSanctions has it
    return json.dumps({"id": id, "schema": schema, "properties": {
        name: value if isinstance(value, list) else [value] for name, value in properties.items()}} | more)


SU = entity("Q1", "Person", name=["Su Xiaolan", "苏晓岚"], alias="Xiaolan Su", previousName="苏小岚", weakAlias="老苏")
CITY = entity("Q2", "PublicBody", name="青河市")
MAYOR = entity("P1", "Position", name="青河市市长", organization="Q2")


def written(folder: Path, *lines: str) -> Path:
    path = folder / "peps.ftm.json"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def tenures(path: Path) -> list[tuple[str | None, str, str | None, str | None, str | None]]:
    return [(t.post.org, t.post.title, t.start, t.end, t.source) for p in read(path)[0].people.values() for t in p.tenures]


def test_people_posts_and_memberships_of_others(tmp_path: Path) -> None:
    path = written(
        tmp_path, entity("O1", "Occupancy", holder="Q1", post="P1", startDate="2019-06-02", endDate="2021",
                         status="ended", sourceUrl=["https://a.example/1", "https://a.example/2"]),
        SU, CITY, MAYOR, entity("P2", "Position", name="Member of the Congress"),
        entity("O2", "Occupancy", holder="Q1", post="P2", periodStart="2018", status="current"),
        entity("M1", "Membership", member="Q1", organization="Q2", role="顾问", startDate="2016", endDate="2017"),
        entity("M2", "Membership", member="Q1", organization="Q2"))
    roster, notices = read(path)
    assert roster.people["Q1"].name == "苏晓岚"  # the first that is Chinese
    assert roster.people["Q1"].aliases == ("Su Xiaolan", "Xiaolan Su", "苏小岚", "老苏")
    assert tenures(path) == [
        ("青河市", "成员", None, None, None), ("青河市", "顾问", "2016", "2017", None),
        (None, "Member of the Congress", "2018", None, None),
        ("青河市", "市长", "2019-06-02", "2021", "https://a.example/1; https://a.example/2")]
    assert notices == []
    assert list(roster.organisations) == ["青河市"]


@pytest.mark.parametrize(("lines", "message"), [
    ([entity("C", "Sanction", program="x"), entity("D", "Sanction")], "2 × Sanction: a roster holds no such entities"),
    ([entity("C", "Position", name="省长", country=["cn", "xx"]), entity("D", "Occupancy", holder="Q1", post="C")],
     "2 × Position.country: left out"),
    ([entity("C", "Person", name="何平", birthDate="1970")], "1 × Person.birthDate: left out"),
    ([entity("C", "Person", name=["何平", {"id": "x"}])], "1 × Person.name: left out"),
    ([entity("C", "Person", alias=[" "])], "1 × Person without a name: left out"),
    ([entity("C", "Organization", name="红山市", country="cn")], "1 × Organization.country: left out"),
    ([entity("C", "Organization")], "1 × Organization without a name: left out"),
    ([entity("C", "Organization", name="红山市", keywords=["a", "named only"])], "1 × Organization.keywords: left out"),
    ([entity("Q1", "Company", name="青河")], "1 × Company under the id of a Person: left out"),
    ([entity("C", "Position", name="省长")], "1 × Position that nobody holds: left out"),
    ([entity("C", "Occupancy", holder="Q1")], "1 × Occupancy without post: left out"),
    ([entity("C", "Occupancy", holder="Q1", post="nothing")],
     "1 × Occupancy.post: refers to nothing that a roster holds; left out"),
    ([entity("C", "Membership", member="Q2", organization="Q2")],
     "1 × Membership.member: refers to nothing that a roster holds; left out"),
    ([entity("C", "Organization", name="红山市", parent="Q1")],
     "1 × Organization.parent: refers to nothing that a roster holds; left out"),
    ([entity("C", "Membership", member="Q1", organization="Q2", startDate="约2015")],
     "1 × Membership with a date that is none: left out"),
    ([entity("C", "Membership", member="Q1", organization="Q2", startDate="2015", endDate="2014")],
     "1 × Membership that ends before it starts: left out"),
    ([entity("C", "Membership", member="Q1", organization="Q2", status="ended")],
     "1 × Membership that has ended, nobody says when: kept as if it held on"),
    ([entity("C", "Membership", member="Q1", organization="Q2", startDate=["2016", "2015"])],
     "1 × Membership.startDate: further values left out"),
    ([entity("C", "Organization", name="红山市", address=["白山省", "红山"])],
     "1 × Organization.address: further values left out"),
    ([entity("C", "Organization", name="红山市", address="白山省"), entity("D", "Company", name="红山市", address="红山")],
     "1 × further address of an organisation of the same name: left out"),
    ([entity("C", "Position", name=["省长", "Governor"]), entity("D", "Occupancy", holder="Q1", post="C")],
     "1 × Position.name: further values left out"),
])
def test_what_a_roster_cannot_hold_is_counted(tmp_path: Path, lines: list[str], message: str) -> None:
    path = written(tmp_path, SU, CITY, *lines)
    (notice,) = read(path)[1]
    assert str(notice) == f"{path}:3: {message}" or (str(notice) == f"{path}:4: {message}" and len(lines) == 2)
    assert notice.count == int(message.split()[0])


@pytest.mark.parametrize(("start", "end", "found"), [
    ("2019-06-02T00:00:00", [], ("2019-06-02", None)),
    (["2019", "2019-06"], [], ("2019-06", None)),  # the same, said twice
    (["2019", "2018"], ["2020", "2021-05"], ("2018", "2021-05")),
    ([], "2019", (None, "2019")),
])
def test_days_of_others(tmp_path: Path, start: Any, end: Any, found: tuple[str | None, str | None]) -> None:
    path = written(tmp_path, SU, CITY, entity("M", "Membership", member="Q1", organization="Q2", startDate=start, endDate=end))
    assert [row[2:4] for row in tenures(path)] == [found]


def test_organisations_of_others(tmp_path: Path) -> None:
    path = written(
        tmp_path, entity("a", "Organization", name="青河市", abbreviation="青河", parent="b"),
        entity("b", "Company", name="白山省"),
        entity("c", "LegalEntity", name=["Qinghe", "青河市"], address="白山"), entity("d", "PublicBody", name="大青河市"),
        entity("e", "Succession", predecessor="a", successor="d"))
    roster, notices = read(path)
    assert roster.organisations == {
        "青河市": Organisation("青河市", "白山省", ("青河", "Qinghe"), "大青河市", "白山"),
        "白山省": Organisation("白山省"), "大青河市": Organisation("大青河市")}
    assert notices == []


def test_lines_of_one_id_are_one_entity(tmp_path: Path) -> None:
    path = written(tmp_path, SU, entity("Q1", "Person", name="苏晓岚", alias="晓岚"))
    assert read(path)[0].people["Q1"].aliases == ("Su Xiaolan", "Xiaolan Su", "晓岚", "苏小岚", "老苏")


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"id": "a", "schema": "Person"}',
                                  '{"id": 1, "schema": "Person", "properties": {}}'])
def test_a_line_that_is_no_entity(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, SU, line)
    with pytest.raises(RosterError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:2: is no ")


def test_loading_warns_of_what_is_lost(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = written(tmp_path, SU, entity("C", "Sanction"))
    assert list(load(path).people) == ["Q1"]
    assert caplog.messages == [f"{path}:2: 1 × Sanction: a roster holds no such entities"]


def test_who_bears_a_provisional_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r":1:id: p:1 begins with p:"):
        read(written(tmp_path, entity("p:1", "Person", name="何平")))


def test_a_person_without_tenures_comes_back() -> None:
    assert "Occupancy" not in ftm.written(Roster([person("su", "苏晓岚")]))
