"""The trained pipeline as it is shipped: what it reads in sentences made up for it, and that no input breaks it."""

from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.cli.package import package
from spacy.language import Language

MODELS = Path(__file__).parent.parent / "models"
FOLDER = MODELS / "zh_official_news"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(FOLDER)


@pytest.fixture(scope="module")
def fast() -> Language:
    return spacy.load(MODELS / "zh_official_news_fast")


@pytest.mark.parametrize(("text", "expected"), [
    ("国家副主席欧阳少棠在北京会见客人。", "国家副主席/TITLE 欧阳少棠/PERSON 北京/LOC"),
    ("市委书记尉迟恭凯到青河县调研。", "市委/ORG 书记/TITLE 尉迟恭凯/PERSON 青河县/LOC"),
    ("新疆维吾尔自治区主席艾尔肯·吐尔逊出席会议。", "新疆维吾尔自治区/LOC 主席/TITLE 艾尔肯·吐尔逊/PERSON"),
    ("日本首相岸本文夫抵达北京。", "日本/LOC 首相/TITLE 岸本文夫/PERSON 北京/LOC"),
    ("区长高兴主持会议，副区长暨军民作了汇报。", "区长/TITLE 高兴/PERSON 副区长/TITLE 暨军民/PERSON"),
    ("大家高兴地说，双方的合作有了进展。", ""),
    ("青河大学校长柳明远教授致辞。", "青河大学/ORG 校长/TITLE 柳明远/PERSON 教授/TITLE"),
    ("公司党组书记苏江与大家座谈。", "公司/ORG 党组书记/TITLE 苏江/PERSON"),
    ("县长王 伟出席仪式。", "县长/TITLE 王伟/PERSON"),
    ("本报记者 谢青河 文/图", "谢青河/PERSON"),
    ("出席会议的有：刘平、张文、李晓。", "刘平/PERSON 张文/PERSON 李晓/PERSON"),
    ("“强网杯”全国网络安全挑战赛在郑州举行。", "郑州/LOC"),
    ("《论语》是一部书。", ""),
    ("中央书记处书记林建国出席。", "中央书记处/ORG 书记/TITLE 林建国/PERSON"),
    ("市長歐陽少棠出席會議。", "市長/TITLE 歐陽少棠/PERSON"),
])  # fmt: skip
def test_reads(nlp: Language, text: str, expected: str) -> None:
    assert [f"{ent.text.replace(' ', '')}/{ent.label_}" for ent in nlp(text).ents] == expected.split()


@pytest.mark.parametrize("text", ["", "王", "😀😀市长林建国😀", "\x00\x01市长林建国\x7f", "\n\n \t", "市委书记林建国和" * 300])
def test_no_input_breaks_it(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(text[ent.start_char : ent.end_char] == ent.text for ent in doc.ents)


def test_a_batch_reads_as_one_by_one(nlp: Language) -> None:
    texts = ["市长林建国会见客人。", "", "省委书记白志远到青河县调研。" * 30]
    assert [[ent.text for ent in doc.ents] for doc in nlp.pipe(texts)] == [[ent.text for ent in nlp(t).ents] for t in texts]


@pytest.mark.parametrize(("text", "expected"), [
    ("市委书记尉迟恭凯到青河县调研。", "市委/ORG 书记/TITLE 尉迟恭凯/PERSON 青河县/LOC"),
    ("出席会议的有：刘平、张文、李晓。", "刘平/PERSON 张文/PERSON 李晓/PERSON"),
    ("新疆维吾尔自治区主席艾尔肯·吐尔逊出席会议。", "新疆维吾尔自治区/LOC 主席/TITLE 艾尔肯·吐尔逊/PERSON"),
    ("大家高兴地说，双方的合作有了进展。", ""),
])  # fmt: skip
def test_the_fast_sibling_reads(fast: Language, text: str, expected: str) -> None:
    assert [f"{ent.text.replace(' ', '')}/{ent.label_}" for ent in fast(text).ents] == expected.split()


def test_a_long_text_without_a_full_stop(fast: Language) -> None:
    text = "市委书记林建国和区长白志远到青河县，" * 1500
    doc = fast(text)
    assert all(text[ent.start_char : ent.end_char] == ent.text for ent in doc.ents)
    assert sum(ent.text == "林建国" for ent in doc.ents) > 1450


@pytest.mark.parametrize("name", ["zh_official_news", "zh_official_news_fast"])
def test_it_becomes_a_package(name: str, tmp_path: Path) -> None:
    package(MODELS / name, tmp_path, create_meta=False, create_sdist=False, create_wheel=False)
    (inside,) = tmp_path.glob(f"{name}-*/{name}/{name}-*")
    doc = spacy.load(inside)("市长林建国会见客人。")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("市长", "TITLE"), ("林建国", "PERSON")]


def test_displacy_shows_it(nlp: Language) -> None:
    shown = displacy.render(nlp("市长林建国会见客人。"), style="ent", page=True, jupyter=False)
    assert "林建国" in shown
    assert "PERSON" in shown


def test_a_pipeline_goes_to_bytes_and_comes_back(fast: Language) -> None:
    again = spacy.blank("zh")
    again.add_pipe("official_encoder")
    text = "市委书记尉迟恭凯到青河县调研。"
    assert [ent.text for ent in again.from_bytes(fast.to_bytes())(text).ents] == [ent.text for ent in fast(text).ents]


def test_they_fit_in_a_repository() -> None:
    files = [path for name in ("zh_official_news", "zh_official_news_fast") for path in (MODELS / name).rglob("*")]
    assert sum(path.stat().st_size for path in files if path.is_file()) <= 37_000_000  # 40 MB with the word segmenter
