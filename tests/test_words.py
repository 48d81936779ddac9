import shutil

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from tracker import words as module
from tracker.errors import InputError
from tracker.words import model_folder, segment, words


@pytest.mark.parametrize("sentence", [
    "市长 会见 来访 的 客人 。",
    "副主任 主持 会议 。",
    "管委会 副主任 参加 调研 。",
    "省委 书记 出席 开幕式 并 致辞 。",
    "国家 主席 会见 外国 总统 。",
    "总书记 发表 重要 讲话 。",
    "委员会 秘书长 介绍 情况 。",
    "8月 4日 上午 ， 会议 在 北京 召开 。",
    "2023年 12月 ， 项目 投入 使用 。",
    "国务院 总理 主持 召开 常务 会议 。",
    "企业 负责人 表示 ， 要 加强 合作 。",
    "双方 就 经贸 合作 交换 意见 。",
    "电视台 记者 采访 了 市委 书记 。",
    "增长 8.4% ， 达到 1.2万亿 元 。",
])
def test_words(sentence):
    expected = sentence.split()
    assert words("".join(expected)) == expected


@pytest.mark.parametrize(("text", "names", "expected"), [
    ("欧阳知夏强调，要抓好落实。", ["欧阳知夏"], ["欧阳知夏", "强调", "，", "要", "抓好", "落实", "。"]),
    ("高兴会见高兴国", ["高兴", "高兴国"], ["高兴", "会见", "高兴国"]),  # the longest first
    ("记者 柳 芳", ["柳 芳"], ["记者", "柳 芳"]),
    ("柳 芳", [], ["柳", "芳"]),
    ("艾合买提·玉山表示", ["艾合买提·玉山"], ["艾合买提·玉山", "表示"]),
    ("会议", ["", " "], ["会议"]),
    ("（甲+乙）", ["甲+乙"], ["（", "甲+乙", "）"]),  # marks mean themselves
])
def test_names_are_never_cut(text, names, expected):
    assert words(text, names=names) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("", []),
    (" \n\t　", []),
    ("会", [(0, 1)]),
    ("  会议\n会议", [(2, 4), (5, 7)]),
    ("😀", [(0, 1)]),
])
def test_offsets(text, expected):
    assert segment(text) == expected


ODD = st.text(st.sampled_from("会见主任 王芳。，\n\u3000\x00\x1c\u200b\ud800😀é國a1%-.*/|①·“”"), max_size=60)


@given(ODD | st.text(max_size=60), st.lists(st.sampled_from(["王芳", "会", "芳 会", "。", "王芳会"]), max_size=3))
def test_every_character_that_is_not_blank_is_in_one_word(text, names):
    found = segment(text, names)
    covered = [place for start, end in found for place in range(start, end)]
    assert covered == sorted(set(covered))
    assert {place for place, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all(start < end for start, end in found)
    assert all(not any(map(str.isspace, text[start:end])) or text[start:end] in names for start, end in found)
    assert words(text, names) == [text[start:end] for start, end in found]


@given(st.text(st.sampled_from("会见主任王芳，。 \n"), max_size=40))
def test_a_name_is_a_word_wherever_it_stands(text):
    assert words(text, ["王芳"]).count("王芳") == text.count("王芳")


def test_a_long_text_without_a_full_stop():
    text = "会见管委会副主任" * 25_000
    assert segment(text)[-1][1] == len(text) == 200_000


def test_a_missing_model_is_said_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "_PLACES", (tmp_path / "a", tmp_path / "b"))
    with pytest.raises(InputError, match=r"b: no model of the word segmenter; install tracker again"):
        words("会议")


@pytest.mark.parametrize(("name", "size"), [
    ("weights.npz", 0), ("weights.npz", 1000), ("features.msgpack", 0), ("features.msgpack", 1000)])
def test_a_broken_model_is_said_in_one_line(monkeypatch, tmp_path, name, size):
    folder = shutil.copytree(model_folder(), tmp_path / "model")
    (folder / name).write_bytes((folder / name).read_bytes()[:size])
    monkeypatch.setattr(module, "_PLACES", (folder,))
    with pytest.raises(InputError, match="cannot be read; install tracker again"):
        words("会议")


def test_the_model_is_a_spacy_tokenizer(tmp_path):
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "pkuseg"}}})
    nlp.tokenizer.initialize(pkuseg_model=str(model_folder()), pkuseg_user_dict="default")
    text = "管委会副主任会见客人。"
    assert [token.text for token in nlp(text)] == words(text)
    nlp.to_disk(tmp_path / "pipeline")
    assert [token.text for token in spacy.load(tmp_path / "pipeline")(text)] == words(text)


def test_the_model_is_small():
    assert sum(path.stat().st_size for path in model_folder().iterdir()) < 8_000_000
