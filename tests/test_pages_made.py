"""The invented pages of benchmarks/pages_made.py, and how benchmarks/pages.py scores a split."""

from __future__ import annotations

import re

import pages
import pages_made
import pytest
from pages_phrases import phrases

from tracker.segment import split
from tracker.types import Document, Report

PAGES = [pages_made.page(seed, kind) for kind in ("dev", "held") for seed in range(2000, 2030)]


def test_the_same_seed_makes_the_same_page():
    assert pages_made.page(2000, "dev") == pages_made.page(2000, "dev") != pages_made.page(2001, "dev")
    assert pages_made.page(2000, "dev").text != pages_made.page(2000, "held").text


@pytest.mark.parametrize("made", PAGES)
def test_every_character_is_accounted_for(made):
    assert len(made.text) == len(made.reports) == len(made.parts)
    for char, report, part in zip(made.text, made.reports, made.parts, strict=True):
        assert (report, part) == (pages_made.NONE, "neutral") if char.isspace() else part != "other" or report == pages_made.NONE
    numbers = range(len(made.headlines))
    assert {made.reports[place] for place, part in enumerate(made.parts) if part == "text"} == set(numbers)
    for number, headline in enumerate(made.headlines):
        printed = "".join(char for char, report, part in zip(made.text, made.reports, made.parts, strict=True)
                          if report == number and part == "headline")
        assert printed == pages_made.letters(headline or ())
        assert (made.mains[number] in headline) if headline else made.mains[number] is None
    assert not re.search("[{}]", made.text)


def test_wrapped_lines_keep_to_their_column():
    text = "会议指出，要抓好“三夏”生产；产量达到2021吨（含早稻）。" * 4
    for width in range(8, 21):
        lines = pages_made.wrap(text, width, "　　")
        assert "".join(lines) == "　　" + text
        assert all(width - 3 <= len(line) - 0.5 * sum(map(str.isascii, line)) <= width + 3 for line in lines[:-1])
        assert not any(line[0] in "，。；”）" for line in lines)
        assert not any(line[-1] in "“（" for line in lines)


def test_what_is_held_out_is_not_developed_on():
    developed, held = phrases("dev"), phrases("held")
    assert developed.keys() == held.keys()
    lines = {name: set(developed[name]) & set(held[name]) for name in developed}
    named = {name: shared for name, shared in lines.items()
             if name in ("place", "town", "company", "topic", "surname", "label", "ad", "jump", "jumped") or "." in name}
    assert {phrase for shared in named.values() for phrase in shared} <= {"{stress1}", "{stress2}"}


MADE = pages_made.Page("甲乙\n丙丁戊己\n广告\n", (0, 0, -1, 0, 0, 1, 1, -1, -1, -1, -1),
                       (*["headline"] * 2, "neutral", *["text"] * 4, "neutral", "other", "other", "neutral"),
                       (("甲乙",), None), ("甲乙", None), (None, None), (frozenset(), frozenset()), frozenset())


@pytest.mark.parametrize(("found", "expected"), [
    pytest.param([("甲乙", [3, 4]), (None, [5, 6]), (None, [8, 9])], ((8, 8), (1, 1), (1, 1), (2, 2)), id="as it is"),
    pytest.param([("甲乙", [3, 4]), (None, [5, 6, 8, 9])], ((6, 8), (1, 1), (1, 1), (2, 2)), id="an advertisement in a report"),
    pytest.param([("甲乙", [3, 4, 5, 6])], ((6, 8), (0, 0), (0, 1), (0, 2)), id="two reports in one"),
    pytest.param([(None, [0, 1, 3, 4]), ("甲乙", [5, 6])], ((6, 8), (1, 1), (1, 1), (0, 2)), id="a headline in a text"),
    pytest.param([("甲乙", [3]), (None, [4]), (None, [5, 6])], ((7, 8), (1, 2), (1, 1), (2, 2)), id="one report in two"),
])
def test_scores(found, expected):
    reports = tuple(Report(str(n), "", headline, origin=tuple(places)) for n, (headline, places) in enumerate(found))
    counts = pages.score(MADE, reports)["all"]
    measures = ("characters", "borders, precision", "borders, recall", "headline")
    assert tuple(tuple(counts[measure]) for measure in measures) == expected


def test_the_name_of_a_column_counts_neither_way():
    labelled = MADE.__class__(**{name: getattr(MADE, name) for name in MADE.__slots__} | {"labels": ("要闻", None)})
    for headline, right in (("甲乙", 2), ("要闻 甲乙", 2), ("要闻", 1)):
        reports = (Report("0", "", headline, origin=(3, 4)), Report("1", "", None, origin=(5, 6)))
        assert pages.score(labelled, reports)["all"]["headline"].right == right


def test_pages_are_split_about_as_well_as_measured():
    scores = [pages.score(made, split(Document("made", "made.txt", made.text)))["all"] for made in PAGES[:30]]
    right, all = (sum(each) for each in zip(*(one["characters"] for one in scores), strict=True))
    assert right / all > 0.9
