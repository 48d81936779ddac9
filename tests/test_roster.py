import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from made import person, rosters

from tracker.errors import RosterError
from tracker.roster import Roster, load, read, save
from tracker.types import Organisation, Post, RosterPerson, Tenure

HEADER = "person_id,name,aliases,org,title,start,end,source"
BODIES = (
    Organisation("中共青河市委员会", "中共白山省委员会", ("青河市委", "市委"), place="白山省青河市"),
    Organisation("中共红山市委员会", None, ("红山市委", "市委")),
    Organisation("青河市计划委员会", "青河市人民政府", ("青河市计委",), "青河市发展委员会"),
)


def write(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "roster.csv"
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    return path


def test_one_row_a_tenure(tmp_path: Path) -> None:
    roster = load(write(tmp_path, "su,苏晓岚,,青河市,市长,2019-06,,公报", "bai,白志远,,,,,,",
                        "su,苏晓岚,苏小岚；晓岚;,青河市,副市长,2016,2019-06,"))
    su = roster.people["su"]
    assert su.aliases == ("苏小岚", "晓岚")
    assert su.tenures == (Tenure("su", Post("青河市", "副市长"), "2016", "2019-06"),
                          Tenure("su", Post("青河市", "市长"), "2019-06", None, "公报"))
    assert roster.people["bai"].tenures == ()


@pytest.mark.parametrize(("name", "ids"), [
    ("何平", ("h1", "h2")), ("何 平", ("h1", "h2")), ("何　平", ("h1", "h2")), ("老何", ("h2",)), ("何", ()), ("", ())])
def test_names_and_aliases_are_found_without_their_blanks(tmp_path: Path, name: str, ids: tuple[str, ...]) -> None:
    assert load(write(tmp_path, "h2,何平,老 何,,,,,", "h1,何　平,,,,,,")).find(name) == ids


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert load(write(tmp_path, "su,苏晓岚,,青河市,市长,,,", encoding=encoding)).find("苏晓岚") == ("su",)


def test_columns_stand_in_any_order_and_blank_lines_count_for_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "", "市长,苏晓岚,su,,青河市,,,", ",,,,,,,",
                 header="title,name,person_id,aliases,org,start,end,source")
    assert load(path).people["su"].tenures[0].post == Post("青河市", "市长")


@pytest.mark.parametrize(("rows", "place", "words"), [
    (["su,,,青河市,市长,,,"], "2:name", "is empty"),
    ([",苏晓岚,,青河市,市长,,,"], "2:person_id", "is empty"),
    (["p:1,苏晓岚,,青河市,市长,,,"], "2:person_id", "rename"),
    (["su,苏晓岚,,青河市,市长,2019-13,,"], "2:start", "2019-13 is no date"),
    (["su,苏晓岚,,青河市,市长,,2019年,"], "2:end", "2019年 is no date"),
    (["su,苏晓岚,,青河市,市长,2019-06,2019-05,"], "2:end", "before the start"),
    (["su,苏晓岚,,青河市,市长,2019-06-02,2018,"], "2:end", "before the start"),
    (["su,苏晓岚,,青河市,,2019,,"], "2:title", "name the post"),
    (["su,苏晓岚,,,市长,,,", "su,苏小岚,,,市长,,,"], "3:name", "under aliases"),
    (["su,苏晓岚,,,市长,,,", "bai,白志远,市长"], "3", "3 fields instead of 8"),
    (["su,苏晓岚,,青河市,市长,,,公报,第2版"], "2", "9 fields instead of 8"),
    (['su,"苏晓岚,,,市长,,,'], "2", "no proper CSV"),
    (['su,苏晓岚,,"青河市\r\n政府",市长,,,', "bai,,,,,,,"], "4:name", "is empty"),
])
def test_a_bad_row_is_named_by_line_and_column(tmp_path: Path, rows: list[str], place: str, words: str) -> None:
    path = write(tmp_path, *rows)
    with pytest.raises(RosterError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(("start", "end"), [
    ("2019", "2019-05"), ("2019-05", "2019"), ("", "2019"), ("2019-05-02", ""), ("2019-05-02", "2019-05-02")])
def test_dates_that_agree(tmp_path: Path, start: str, end: str) -> None:
    tenure = load(write(tmp_path, f"su,苏晓岚,,青河市,市长,{start},{end},")).people["su"].tenures[0]
    assert (tenure.start, tenure.end) == (start or None, end or None)


@pytest.mark.parametrize(("header", "words"), [
    (HEADER.replace(",end", ""), ":1:end: the column is missing"),
    (HEADER + ",rank", ":1:rank: the column is unknown"),
    (HEADER + ",name", ":1:name: the column is unknown or stands twice"),
    (HEADER.replace(",", ";"), ":1:person_id: the column is missing"),
    ("", ":1: is empty"),
])
def test_a_bad_header_is_named(tmp_path: Path, header: str, words: str) -> None:
    with pytest.raises(RosterError, match="person_id,name") as caught:
        load(write(tmp_path, header=header))
    assert words in str(caught.value)


@pytest.mark.parametrize(("data", "words"), [
    (b"\xff\xff\xff", "neither UTF-8 nor GB18030"), (b"PK\x03\x04\x00\x00", "no text file"), (b"", "is empty")])
def test_files_that_are_no_text(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(RosterError, match=words):
        load(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(RosterError, match="cannot be read"):
            load(path)


def test_fifty_thousand_rows_take_a_second_or_two(tmp_path: Path) -> None:
    path = write(tmp_path, *(f"id{n // 2},名字{n // 2},,第{n}局,局长,2019-{n % 12 + 1:02},," for n in range(50_000)))
    start = time.perf_counter()
    assert len(load(path).people) == 25_000
    assert time.perf_counter() - start < 5


# --- organisations and posts


@pytest.mark.parametrize(("name", "full"), [
    ("中共青河市委员会", ["中共青河市委员会"]),
    ("青河市委", ["中共青河市委员会"]),
    ("青河 市委", ["中共青河市委员会"]),
    ("市委", ["中共红山市委员会", "中共青河市委员会"]),  # several share the short form
    ("青河市计划委员会", ["青河市计划委员会"]),
    ("青河市发展委员会", []),                      # a successor that has no row
    ("青河", []),
])
def test_organisations_by_name_and_by_short_form(name: str, full: list[str]) -> None:
    assert [body.name for body in Roster((), BODIES).organisations_named(name)] == full


def test_a_full_name_goes_before_the_short_form_of_another() -> None:
    roster = Roster((), [Organisation("青河市委"), Organisation("中共青河市委员会", short=("青河市委",))])
    assert [body.name for body in roster.organisations_named("青河市委")] == ["青河市委"]


@pytest.mark.parametrize(("org", "title", "ids"), [
    ("青河市委", "书记", ("bai", "lin")),
    ("中共青河市委员会", "书记", ("bai", "lin")),  # written once in full and once short
    ("青河 市委", "书　记", ("bai", "lin")),
    ("市委", "书记", ("bai", "he", "lin")),       # whichever city it is
    ("红山市委", "书记", ("he",)),
    ("青河市委", "副书记", ()),
    ("青河市", "市长", ("su",)),
    (None, "青河市市长", ("su",)),                # the same words, cut elsewhere
    (None, "市长", ()),
    ("", "国家图书馆馆长", ("mu",)),
    ("国家图书馆", "馆长", ("mu",)),
])
def test_holders_of_a_post(org: str | None, title: str, ids: tuple[str, ...]) -> None:
    roster = Roster([
        person("lin", "林建国", ("青河市委", "书记", "2018-03", None), ("青河市委", "书记", "2010", "2012")),
        person("bai", "白志远", ("中共青河市委员会", "书记", "2012", "2018-03")),
        person("he", "何平", ("红山市委", "书记", "2018", None)), person("su", "苏晓岚", ("青河市", "市长", None, None)),
        person("mu", "穆青", (None, "国家图书馆馆长", None, None))], BODIES)
    assert roster.holders(org, title) == ids


def test_holders_without_organisations() -> None:
    assert Roster([person("su", "苏晓岚", ("青河市", "市长", None, None))]).holders("青河市", "市长") == ("su",)
    assert Roster().holders("青河市", "市长") == ()


def organisations(folder: Path, *rows: str) -> Path:
    path = folder / "bodies.csv"
    path.write_text("\n".join(["org,parent,short,successor,place", *rows, ""]), "utf-8")
    return path


def test_organisations_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    bodies = organisations(tmp_path, "中共青河市委员会,中共白山省委员会,青河市委；市委; ;青河市委,,白山省青河市", ",,,,",
                           "青河市计划委员会,青河市人民政府,青河市计委,青河市发展委员会,")
    roster = load(write(tmp_path, "su,苏晓岚,,青河市,市长,,,"), bodies)
    assert list(roster.organisations.values()) == [BODIES[0], BODIES[2]]
    assert list(roster.people) == ["su"]


def test_a_file_of_organisations_beside_the_roster_is_read_too(tmp_path: Path) -> None:
    people = tmp_path / "known.csv"
    save(Roster([RosterPerson("su", "苏晓岚", (), (Tenure("su", Post("青河市委", "书记")),))], BODIES), people)
    assert (tmp_path / "known.organisations.csv").exists()
    assert load(people).organisations == Roster((), BODIES).organisations
    other = organisations(tmp_path, "白山大学,,,,")
    assert list(load(people, other).organisations) == ["白山大学"]
    (tmp_path / "known.organisations.csv").unlink()
    assert load(people).organisations == {}


@pytest.mark.parametrize(("rows", "place", "words"), [
    ([",中共白山省委员会,,,"], "2:org", "full name"),
    (["青河市,,,,", "红山市,,,,", "青河市,白山省,,,"], "4:org", "further up"),
    (["青河市,,,"], "2", "4 fields instead of 5"),
])
def test_a_bad_row_of_organisations(tmp_path: Path, rows: list[str], place: str, words: str) -> None:
    path = organisations(tmp_path, *rows)
    with pytest.raises(RosterError, match=words) as caught:
        load(write(tmp_path), path)
    assert str(caught.value).startswith(f"{path}:{place}: ")


# --- formats


def same(one: Roster, other: Roster) -> bool:
    return one.people == other.people and one.organisations == other.organisations


@given(rosters())
def test_all_formats_in_turn_keep_everything(roster: Roster) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        assert save(roster, folder / "a.csv") == []
        bodies = folder / "a.organisations.csv"
        read_back = load(folder / "a.csv", bodies if bodies.exists() else None)
        assert same(read_back, roster)
        assert bodies.exists() == bool(roster.organisations)
        for suffix in ("jsonl", "ftm.json", "ftm"):
            assert save(read_back, folder / f"a.{suffix}") == []
            read_back, notices = read(folder / f"a.{suffix}")
            assert same(read_back, roster)
            assert notices == []
        save(read_back, folder / "b.csv")
        assert (folder / "b.csv").read_bytes() == (folder / "a.csv").read_bytes()


@given(rosters(marks=";；"))
def test_only_csv_has_no_place_for_a_semicolon(roster: Roster) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for suffix in ("jsonl", "ftm.json"):
            assert save(roster, folder / f"a.{suffix}") == []
            assert same(load(folder / f"a.{suffix}"), roster)
        lost = {"alias": 0, "short form": 0} | {notice.kind: notice.count for notice in save(roster, folder / "a.csv")}
    for kind, forms in (("alias", [p.aliases for p in roster.people.values()]),
                        ("short form", [b.short for b in roster.organisations.values()])):
        assert lost[kind] == sum(";" in form or "；" in form for some in forms for form in some)


def test_what_csv_cannot_hold_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    (notice,) = save(Roster([RosterPerson("su", "苏晓岚", ("苏;岚", "苏小岚"))]), path)
    assert str(notice) == f"{path}: 1 × alias left out, since CSV parts them by ;: 苏;岚"
    assert load(path).people["su"].aliases == ("苏小岚",)


@pytest.mark.parametrize(("name", "words"), [("a.xlsx", "no roster format"), ("json", "no roster format"),
                                             ("a.json", "no roster format"), ("nowhere/a.csv", "cannot be written")])
def test_files_that_cannot_be_written(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(RosterError, match=words):
        save(Roster(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["苏\0岚", "苏\ud800岚"])
def test_a_name_that_is_no_text_spoils_no_file(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "su,苏晓岚,,,,,,")
    before = path.read_bytes()
    with pytest.raises(RosterError, match="cannot be written"):
        save(Roster([RosterPerson("su", name)]), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
