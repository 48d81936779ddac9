"""The lexicon: what is known of the genre, as data that a user may replace file by file."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import lexicon as lexicons
from tracker.errors import InputError
from tracker.lexicon import Lexicon, alternatives
from tracker.types import EventType, Role

BUILT_IN = lexicons.load()


@pytest.mark.parametrize(("words", "text", "expected"), [
    (["主席", "主席团"], "主席团", "主席团"),  # the longest, whatever the order
    (["主席团", "主席"], "主席团", "主席团"),
    (["主席", "主席团"], "主席", "主席"),
    (["文/图", "C(O)"], "C(O)", "C(O)"),  # no character is an operator
    (["."], "人", None),
    ([], "", None),  # no words match nothing, not the empty string
    ([], "人", None),
])
def test_alternatives(words, text, expected):
    match = re.match(alternatives(words), text)
    assert (match.group() if match else None) == expected


@given(st.lists(st.text("主席团长委员会", min_size=1, max_size=4)), st.text("主席团长委员会", max_size=6))
def test_alternatives_match_the_longest_word_that_the_text_begins_with(words, text):
    match = re.match(alternatives(words), text)
    assert (match.group() if match else "") == max((w for w in words if text.startswith(w)), key=len, default="")


@given(st.permutations(["主席", "主任", "委员", "主席"]))
def test_alternatives_do_not_depend_on_the_order(words):
    assert alternatives(words) == alternatives(["主席", "主任", "委员"])


# --- a folder of one's own


def test_a_file_of_ones_own_and_the_built_in_rest(tmp_path):
    (tmp_path / "surnames.tsv").write_text("# mine\n\n麤\t3\n", "utf-8")
    own = lexicons.load(tmp_path)
    assert own.surnames == {"麤": 3}
    assert own.countries == BUILT_IN.countries
    assert own.words("bylines", "credits") == BUILT_IN.words("bylines", "credits")


def test_tables_of_ones_own(tmp_path):
    (tmp_path / "bylines.toml").write_text('credits = "播音\\n剪辑"', "utf-8")
    own = Lexicon(tmp_path)
    assert own.words("bylines", "credits") == ("播音", "剪辑")
    assert own.byline.search("播音：何平")["names"] == "何平"
    assert BUILT_IN.byline.search("播音：何平") is None


@pytest.mark.parametrize("fault", ["heads = [", "heads = 主席", "= 1"])
def test_a_table_that_cannot_be_read_is_named(tmp_path, fault):
    (tmp_path / "titles.toml").write_text(fault, "utf-8")
    with pytest.raises(InputError, match=r"titles\.toml: not a TOML file"):
        Lexicon(tmp_path).toml("titles")


def test_a_lexicon_is_loaded_once():
    assert lexicons.load() is lexicons.load()


# --- credits


@pytest.mark.parametrize(("line", "names"), [
    ("记者 何平", "何平"),
    ("记者何平", "何平"),
    ("记者：何平", "何平"),
    ("本报记者 何平 苏晓岚", "何平 苏晓岚"),
    ("记者 何平 通讯员 苏晓岚", "何平"),  # the next credit starts a match of its own
    ("（记者何平、苏晓岚）", "何平、苏晓岚"),
    ("【编辑:苏晓岚】", "苏晓岚"),
    ("文/图 何平", "何平"),
    ("某地8月4日电 (何平)", "何平"),
    ("某地8月4日电(何平)", "何平"),
    ("某地(何平)", None),
    ("记者会在京举行", None),
    ("记者日前获悉", None),
    ("编辑部召开会议", None),
    ("何平", None),
])
def test_credits(line, names):
    match = BUILT_IN.byline.search(line)
    assert (match["names"] if match else None) == names


@pytest.mark.parametrize(("run", "names"), [
    ("何平苏晓岚", ["何平", "苏晓岚"]),
    ("杨蔚王晓岚", ["杨蔚", "王晓岚"]),
    ("何平林建国白志远", ["何平", "林建国", "白志远"]),
    ("林建国", None),  # one name is no run
    ("召开会议", None),
])
def test_names_printed_without_anything_between_them(run, names):
    match = BUILT_IN.name_run.fullmatch(run)
    assert ([name for name in match.groups() if name] if match else None) == names


@pytest.mark.parametrize(("text", "found"), [
    ("何平为", "为"),
    ("何平当选", "当选"),
    ("何平当选第五届", "当选第五届"),
    ("何平担任新一届", "担任新一届"),
    ("何平的", "的"),
    ("何平", None),
])
def test_words_that_give_a_post(text, found):
    match = BUILT_IN.giving.search(text)
    assert (match.group() if match else None) == found


# --- the built-in files are what the code takes them for


def test_every_surname_has_a_count_and_at_most_two_characters():
    assert all(1 <= len(name) <= 2 and count >= 0 for name, count in BUILT_IN.surnames.items())
    assert {"王", "欧阳", "尉迟", "司马"} <= set(BUILT_IN.surnames)


def test_given_names_are_single_characters_with_three_weights():
    assert all(len(char) == 1 and len(weights) == 3 for char, weights in BUILT_IN.given_names.items())
    assert BUILT_IN.given_names["伟"][0] > 0 > BUILT_IN.given_names["的"][0]


def test_word_lists_hold_words():
    for words in (BUILT_IN.ordinary_words, BUILT_IN.countries, BUILT_IN.places, BUILT_IN.transliteration):
        assert words
        assert not [word for word in words if not word.strip() or word.startswith("#")]
    assert all(len(char) == 1 for char in BUILT_IN.transliteration)
    assert BUILT_IN.countries <= BUILT_IN.places


def test_verbs_make_known_events_and_roles():
    for entry in BUILT_IN.toml_cached("events")["verb"]:
        assert entry["words"].split()
        assert entry.get("type") in (None, *get_args(EventType))
        assert {entry[key] for key in ("subject", "object", "role") if key in entry} <= set(get_args(Role))


def test_nouns_and_asides_are_usable():
    table = BUILT_IN.toml_cached("events")
    assert all(table["nouns"][kind].split() for kind in table["nouns"])
    assert [re.compile(pattern) for pattern in table["aside"]["patterns"]]


def test_words_with_a_condition_are_heads_of_titles():
    assert set(BUILT_IN.toml_cached("titles")["only_after"]) <= set(BUILT_IN.words("titles", "heads"))
