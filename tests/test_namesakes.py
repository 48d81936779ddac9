"""The bench of namesakes, on a corpus of invented people in invented places."""

import gzip
import json
import random
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from namesakes import keep, table
from namesakes_careers import Career, Corpus, Seat, partial, read, whole
from namesakes_people import Names, bearers, half_of, official
from namesakes_reports import KINDS, Appearance, Bench, build
from namesakes_score import bcubed, score
from namesakes_systems import SYSTEMS, Decision, exact, resolver

from tracker.lexicon import Lexicon

PROVINCES, SIGNS = ("望桥省", "远山省"), "青白赤墨金银铜铁"
CITIES = {f"{sign}河市": PROVINCES[n % 2] for n, sign in enumerate(SIGNS)}
COUNTIES = {f"{sign}{way}溪县": f"{sign}河市" for sign in SIGNS for way in "东西南北"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus: in each county four people, who rise from a bureau to the government, the committee and the city."""
    path = tmp_path_factory.mktemp("corpus")
    (path / "places.txt").write_text("\n".join([*PROVINCES, *CITIES, *COUNTIES]), encoding="utf-8")
    positions, rng = [], random.Random(1)
    for n, (county, city) in enumerate(sorted(COUNTIES.items()) * 4):
        year = rng.randint(2006, 2014)
        for title, org, start, end in (
                ("教育局局长", f"{county}教育局", f"约{year}年", f"{year + 3}.05"),
                ("副县长、青云经济开发区管委会主任", f"{county}人民政府", f"{year + 3}-05", f"{year + 6}"),
                ("县委常委、组织部部长", f"中共{county}委员会", str(year + 6), ""),
                (f"{city}委副书记", f"中共{city}委员会", str(year + 9), "至今"),
                ("退休", f"{city}人民政府", "", "")):
            positions.append({"name": f"甲{n}", "title": title, "org": org, "start": start, "end": end, "rank": "",
                              "file": f"{county}.db"})
    _dump(path / "positions.jsonl.gz", positions)
    _dump(path / "persons.jsonl.gz", [{"name": "甲0", "post": "县长", "org": "", "region": "", "source": "", "file": "x.db"}])
    _dump(path / "orgs.jsonl.gz", [{"name": "", "location": CITIES[city] + city + county} for county, city in COUNTIES.items()])
    return path


def _dump(path: Path, rows: list[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return read(folder, Lexicon(folder))


@pytest.fixture(scope="module")
def bench(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return build(corpus, "dev", tmp_path_factory.mktemp("bench"), names=50)


@pytest.mark.parametrize(("text", "found"), [
    ("2015-03", "2015-03"), ("约2015年3月", "2015-03"), ("2015.03.09", "2015-03-09"), ("~2015", "2015"), ("2015-2016", "2015"),
    ("2015-??", "2015"), ("2015-02-30", "2015-02"), ("至今", None), ("待查", None), ("", None)])
def test_dates_in_free_text(text: str, found: str | None) -> None:
    assert partial(text) == found
    if found:
        assert whole(found, random.Random(1)).isoformat().startswith(found)


def test_posts_are_split_into_places_organ_and_title(corpus: Corpus) -> None:
    assert len(corpus.careers) == 4 * len(COUNTIES)
    career = next(one for one in corpus.careers if one.place == "青东溪县")
    county, city = ("望桥省", "青河市", "青东溪县"), ("望桥省", "青河市")
    assert [stint.seats for stint in career.stints] == [
        (Seat(county, "教育局", "局长"),),
        (Seat(county, "人民政府", "副县长"), Seat(county, "青云经济开发区管委会", "主任")),
        (Seat(county, "委", "常委"), Seat(county, "委组织部", "部长")),
        (Seat(city, "委", "副书记"),)]
    assert [stint.end for stint in career.stints][2:] == [None, None]
    for told, after in pairwise(career.stints):
        assert told.first < told.last
        assert told.end or told.last <= after.first  # whoever has no end leaves when the next post begins, or before
    assert career.stints[3].last == date(2026, 6, 30)
    assert career.province == "望桥省"


@pytest.mark.parametrize(("formal", "above", "organ", "title", "org"), [
    (True, 0, "委", "书记", "中共青东溪县委员会"), (False, 0, "委", "书记", "青东溪县委"),
    (False, 1, "委", "书记", "青河市青东溪县委"),
    (True, 0, "人民政府", "县长", "青东溪县人民政府"), (False, 2, "人民政府", "县长", "望桥省青河市青东溪县"),
    (False, 0, "教育局", "局长", "青东溪县教育局")])
def test_an_organisation_in_full(formal: bool, above: int, organ: str, title: str, org: str) -> None:
    post = official(Seat(("望桥省", "青河市", "青东溪县"), organ, title), formal, above)
    assert (post.org, post.title) == (org, title)


def test_namesakes_are_different_people_of_different_places(corpus: Corpus) -> None:
    people = bearers(corpus, 50, 3)
    assert max(Counter(person.career.id for person in people).values()) == 1
    groups: dict[str, list[Career]] = {}
    for person in people:
        groups.setdefault(person.name, []).append(person.career)
    assert {len(group) for group in groups.values()} == {1, 2, 3, 4}
    for group in groups.values():
        assert len({career.place for career in group}) == len(group)


def test_invented_names_are_new_and_come_once() -> None:
    taken = {Names(random.Random(5), ()).draw()}
    names = Names(random.Random(5), taken)
    drawn = [names.draw() for _ in range(50)]
    assert len(set(drawn) - taken) == 50


def test_the_same_seed_makes_the_same_bench(corpus: Corpus, bench: Bench, tmp_path: Path) -> None:
    again, other = build(corpus, "dev", tmp_path, names=50), build(corpus, "dev", tmp_path, names=50, seed=8)
    assert (again.reports, again.appearances, again.roster.people) == (bench.reports, bench.appearances, bench.roster.people)
    assert other.appearances != bench.appearances


def test_the_halves_share_no_name_and_nobody(corpus: Corpus, bench: Bench, tmp_path: Path) -> None:
    test = build(corpus, "test", tmp_path, names=50)
    assert {half_of(one.name) for one in test.appearances} == {"test"}
    assert not {one.person for one in test.appearances} & {one.person for one in bench.appearances}


def test_reports_say_what_their_kind_promises(bench: Bench) -> None:
    assert [report.report.id for report in bench.reports] == [one.report for one in bench.appearances]
    assert {one.kind for one in bench.appearances} == set(KINDS)
    for report, answer in zip(bench.reports, bench.appearances, strict=True):
        (person,) = (person for person in report.people if person.name == answer.name)
        assert all(one.mentions[0].span.of(report.report.text) == one.name for one in report.people)
        orgs = [post.org for post in person.posts]
        if answer.kind == "full":
            assert all(org and ("河市" in org) for org in orgs)
            assert answer.usable
        elif answer.kind in ("local", "elided"):
            assert orgs == [None]
            assert answer.usable == (answer.kind == "local")
        elif answer.kind == "missing":
            assert (orgs, answer.usable) == ([], False)
        elif answer.kind == "partial":
            assert all(org and "溪县" not in org and "河市" not in org for org in orgs)


def test_the_roster_knows_whom_the_answers_say_it_knows_but_no_new_post(bench: Bench) -> None:
    for report, answer in zip(bench.reports, bench.appearances, strict=True):
        assert (answer.person in bench.roster.people) == answer.known
        if answer.kind == "new":
            (person,) = (person for person in report.people if person.name == answer.name)
            day = report.report.published
            held = bench.roster.people[answer.person].tenures
            assert day
            assert not any((post.org, post.title) == (t.post.org, t.post.title) for post in person.posts for t in held)


def _slow(gold: list[int], said: list[int]) -> list[tuple[float, float]]:
    """B-cubed as it is defined: means over pairs of items."""
    items = range(len(gold))

    def mean(given: list[int], asked: list[int], one: int) -> float:
        company = [other for other in items if given[other] == given[one]]
        return sum(asked[other] == asked[one] for other in company) / len(company)

    return [(mean(said, gold, one), mean(gold, said, one)) for one in items]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=25))
def test_b_cubed_is_the_mean_over_pairs(labels: list[tuple[int, int]]) -> None:
    gold, said = [one for one, _ in labels], [other for _, other in labels]
    found, slow = bcubed(gold, said), _slow(gold, said)
    assert [one.precision for one in found] == pytest.approx([precision for precision, _ in slow])
    assert [one.recall for one in found] == pytest.approx([recall for _, recall in slow])


def test_what_is_unsure_is_alone_and_what_is_wrong_is_counted() -> None:
    answers = [Appearance(f"r{n}", "何平", person, "full", n != 3, person == "a") for n, person in enumerate("aaab")]
    said = dict(zip([one.key for one in answers], [Decision("a", "linked"), Decision("x", "unsure"), Decision("x", "unsure"),
                                                   Decision("a", "linked")], strict=True))
    found = score(answers, said)["all"]
    assert (found.precision, found.recall) == (pytest.approx((0.5 + 1 + 1 + 0.5) / 4), pytest.approx((1 + 1 + 1 + 3) / 12))
    assert (found.wrong, found.decided) == (0.25, pytest.approx(1 / 3))
    assert score(answers, {})["all"].precision == 1  # no decision is as good as unsure


def test_right_answers_score_full_marks(bench: Bench) -> None:
    right = {one.key: Decision(one.person, "linked" if one.known else "new") for one in bench.appearances}
    for name, found in score(bench.appearances, right).items():
        assert (found.f, found.wrong) == (1, 0), name
        assert found.decided in (1, None)


@pytest.mark.parametrize("name", ["exact", "resolver"])  # the other one needs a package that only the bench installs
def test_each_system_decides_on_everybody(bench: Bench, name: str) -> None:
    said = SYSTEMS[name](bench.roster, bench.reports)
    assert {one.key for one in bench.appearances} <= said.keys()
    assert all((one.person in bench.roster.people) == (one.status == "linked") for one in said.values())


def test_the_present_systems_in_order(bench: Bench, tmp_path: Path) -> None:
    plain, careful = (score(bench.appearances, system(bench.roster, bench.reports))["all"] for system in (exact, resolver))
    assert plain.recall == 1
    assert plain.wrong > careful.wrong
    assert careful.precision > plain.precision
    said = resolver(bench.roster, bench.reports)
    keep(bench, said, tmp_path / "resolver.csv")
    assert len((tmp_path / "resolver.csv").read_text("utf-8").splitlines()) == 1 + len(bench.appearances)
    assert table(score(bench.appearances, said)).startswith("| appearances | number |")
