"""The tagging stage: people, titles, organisations, places and dates, as characters of the text."""

import sys
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from tracker import tag
from tracker.errors import InputError
from tracker.tag.orgs import without_overlap
from tracker.types import Mention, Span

SAMPLE = "8月4日下午，青河市委书记林建国在成都会见岚屏理工学院院长尉迟清川。（记者 何平）"


@pytest.fixture(scope="module")
def nlp():
    return tag.load()


def marked(text, *labels):
    """What is marked with one of the labels, in order, parted by blanks (those inside a mention left out)."""
    return " ".join(m.text.replace(" ", "") for m in tag.mentions(tag.load(), text) if m.label in labels)


# --- titles


@pytest.mark.parametrize(("text", "expected"), [
    # modifiers belong to the title
    ("副市长何平", "副市长"),
    ("常务副市长何平", "常务副市长"),
    ("执行副总裁何平", "执行副总裁"),
    ("代理主任何平", "代理主任"),
    ("原副主任何平", "原副主任"),
    ("前总统科瓦丽娅", "前总统"),
    ("名誉会长何平", "名誉会长"),
    ("党组副书记何平", "党组副书记"),
    ("总经济师何平", "总经济师"),
    # offices in one word, and fields with a head
    ("国家主席习近平", "国家主席"),
    ("国务委员何平", "国务委员"),
    ("外交部长何平", "外交部长"),
    ("外交部部长何平", "部长"),
    ("财政大臣何平", "财政大臣"),
    ("商务部副部长何平", "副部长"),
    ("联合国秘书长特使何平", "秘书长 特使"),
    ("中国驻肯尼亚大使何平", "驻肯尼亚大使"),
    # one after the other
    ("市委副书记、市长何平", "副书记 市长"),
    ("董事长兼总经理何平", "董事长 总经理"),
    ("书记处书记何平", "书记"),
    # what only begins like a title
    ("主席团举行会议", ""),
    ("主席何平举行会议", "主席"),
    ("委员会全体会议审议通过", ""),
    ("委员何平审议", "委员"),
    ("促进地区长治久安", ""),
    ("地区长何平", "区长"),
    ("部长级会议召开", ""),
    ("总统府前鲜花盛开", ""),
    ("总统选举结果揭晓", ""),
    ("主任办公会议研究", ""),
    ("推行河长制", ""),
    ("市长杯足球赛", ""),
    ("市长热线开通", ""),
    # words that are titles only after another word
    ("特别代表何平", "特别代表"),
    ("与会代表讨论", ""),
    ("党组成员何平", "党组成员"),
    ("社区成员何平", ""),
    ("首席科学家何平", "首席科学家"),
    ("科学家何平", ""),
    ("中国科学院院士何平", "院士"),
    ("院士何平", ""),
])
def test_titles(text, expected):
    assert marked(text, "TITLE") == expected


# --- names


@pytest.mark.parametrize(("text", "expected"), [
    # after a title, of two, three and four characters; the verb is none of theirs
    ("区委书记林建国调研", "林建国"),
    ("副区长何平主持会议", "何平"),
    ("董事长尉迟清川一行来访", "尉迟清川"),
    ("院长欧阳文澜致辞", "欧阳文澜"),
    ("镇长诸葛瑾陪同", "诸葛瑾"),
    ("副县长司马岚出席", "司马岚"),
    # an inner space belongs to a name of two characters
    ("镇长王 伟主持会议", "王伟"),
    ("镇长李 岚、副镇长何 平参加", "李岚 何平"),
    # names that are also words, and the words
    ("区长高兴讲话", "高兴"),
    ("大家高兴地离开会场", ""),
    ("区长文明介绍情况", "文明"),
    ("推进文明城区建设", ""),
    ("办事方正的作风", ""),
    ("校长石磊发言", "石磊"),
    ("主任严肃主持会议", "严肃"),
    ("主任表示要严肃处理", ""),
    # in lists
    ("林建国、何平、苏晓岚出席会议。", "林建国 何平 苏晓岚"),
    ("林建国和苏晓岚共同出席。", "林建国 苏晓岚"),
    ("出席会议的有林建国、何平、苏晓岚。", "林建国 何平 苏晓岚"),
    ("区领导林建国、何平、苏晓岚、白志远参加。", "林建国 何平 苏晓岚 白志远"),
    ("副市长何平、苏晓岚，秘书长白志远参加调研。", "何平 苏晓岚 白志远"),
    ("工业、农业、服务业协调发展。", ""),
    ("林业、水利、民政等部门负责人参加。", ""),
    ("区委书记林建国陪同苏晓岚调研。", "林建国 苏晓岚"),
    ("会见了白志远一行。", "白志远"),
    ("区委书记林建国，区长何平，区人大常委会主任苏晓岚出席。", "林建国 何平 苏晓岚"),
    # once believed, marked wherever it stands
    ("区长何平主持会议。何平强调，要抓落实。", "何平 何平"),
    # minorities of China, with dots and without surnames
    ("自治州州长阿依古丽·买买提致辞", "阿依古丽·买买提"),
    ("副主席洛桑·次仁、何平出席", "洛桑·次仁 何平"),
    ("林建国、次仁顿珠、苏晓岚出席会议。", "林建国 次仁顿珠 苏晓岚"),
    # names from abroad
    ("肯尼亚总统保罗·恩东加抵达", "保罗·恩东加"),
    ("肯尼亚总统恩东加抵达", "恩东加"),
    ("老挝总理坎塔翁举行会谈", "坎塔翁"),
    ("法国外长勒弗朗索瓦表示", "勒弗朗索瓦"),
    ("西班牙国王卡洛斯七世会见", "卡洛斯七世"),
    ("古巴国家主席埃斯特万和夫人罗莎莉亚出席", "埃斯特万 罗莎莉亚"),
    ("塞尔维亚总统约万诺维奇表示，约万诺维奇家族历史悠久", "约万诺维奇 约万诺维奇"),
    ("“保罗·恩东加”号邮轮靠港", ""),
    ("“远望·先锋”号邮轮靠港", ""),
    # posts between the names of a list
    ("区委书记林建国、区财政局局长何平、区民政局副局长苏晓岚参加", "林建国 何平 苏晓岚"),
    ("林建国、何平和岚屏理工学院院长白志远参加", "林建国 何平 白志远"),
    # before a word of one character that could be a given name
    ("区长何平到望桥街道调研", "何平"),
    ("区长何平在望桥街道调研", "何平"),
    ("区长何平与尉迟清川举行会谈", "何平 尉迟清川"),
    ("外交部长何平应约同法国外长勒弗朗索瓦通电话", "何平 勒弗朗索瓦"),
    ("总理何平乘专机抵达", "何平"),
    ("区长何平陪同调研", "何平"),
    ("区长何平见证签约", "何平"),
    # after a verb that gives or takes
    ("区委书记林建国会见尉迟清川。", "林建国 尉迟清川"),
    # before a title, an age or a courtesy
    ("林建国同志任区委书记", "林建国"),
    ("白志远教授表示", "白志远"),
    ("苏晓岚女士一行", "苏晓岚"),
    ("46岁的白志远是厂里的焊工", "白志远"),
])
def test_names(text, expected):
    assert marked(text, "PERSON") == expected


@pytest.mark.parametrize("text", [
    "文章指出，要抓好落实。",
    "公报指出，成效明显。",
    "时报说，天气转凉。",
    "会议高度重视安全生产。",
    "全程参加活动。",
    "和专家一起座谈。",
    "关于安全生产的规定。",
    "于是大家参加了劳动。",
    "应对风险挑战，全力保障民生。",
    "白皮书指出，前景广阔。",
    "安全生产工作会议召开。",
    "高校参加了比赛。",
    "任何单位和个人不得违反规定。",
    "全体成员参加会议。",
    "干部和群众参加活动。",
    "方案提出，到明年建成。",
    "程序严格，应急处置及时。",
    "水利部门负责人表示，防汛准备充分。",
    "马上出席，云集各地客商。",
    "双方就合作交换意见，达成共识。",
    "经济社会发展取得成就。",
    "华为公司董事长表示欢迎。",
    "明确责任，强化措施，加强督导。",
    "党员、干部、群众共同参加。",
    "市长、区长、县长参加会议。",
    "代表团成员、工作人员参加活动。",
])
def test_ordinary_words_are_no_names(text):
    assert marked(text, "PERSON") == ""


@pytest.mark.parametrize(("text", "expected"), [
    ("会议要求抓好落实。（记者 何平）", "何平"),
    ("会议要求抓好落实。（记者何平）", "何平"),
    ("会议要求抓好落实。\n记者 何平 通讯员 苏晓岚", "何平 苏晓岚"),
    ("会议要求抓好落实。\n本报记者 何平 苏晓岚", "何平 苏晓岚"),
    ("会议要求抓好落实。\n本报记者何平苏晓岚", "何平 苏晓岚"),
    ("会议要求抓好落实。（记者杨蔚王晓岚）", "杨蔚 王晓岚"),
    ("会议要求抓好落实。\n记者：何平", "何平"),
    ("会议要求抓好落实。\n记者 何 平", "何平"),
    ("会议要求抓好落实。（记者 何平 文/图）", "何平"),
    ("会议要求抓好落实。\n何平 文/图 苏晓岚", "苏晓岚"),
    ("会议要求抓好落实。\n记者 何平、苏晓岚 摄影报道", "何平 苏晓岚"),
    ("会议要求抓好落实。【编辑:何平】", "何平"),
    ("会议要求抓好落实。(责任编辑：苏晓岚)", "苏晓岚"),
    ("会议要求抓好落实。责编：苏晓岚 校对：何平", "苏晓岚 何平"),
    ("本报讯（记者 何平 实习生 苏晓岚）区里召开会议。", "何平 苏晓岚"),
    ("本报讯(通讯员苏晓岚)区里召开会议。", "苏晓岚"),
    ("某社青河8月4日电（记者何平、苏晓岚）区里召开会议。", "何平 苏晓岚"),
    ("某社青河8月4日电 (何平 苏晓岚)区里召开会议。", "何平 苏晓岚"),
    ("会议要求抓好落实。\n摄影 何平", "何平"),
    # the words alone credit nobody
    ("记者日前获悉，展览开幕。", ""),
    ("记者从会上了解到，成效明显。", ""),
    ("编辑部召开会议。", ""),
    ("记者会在北京举行。", ""),
    ("会议要求抓好落实。\n本报记者", ""),
])
def test_bylines(text, expected):
    assert marked(text, "PERSON") == expected


# --- organisations, places, days


@pytest.mark.parametrize(("text", "expected"), [
    # before a title; the joint inside the name is none
    ("会见澜泉协同创新研究院院长何平", "澜泉协同创新研究院"),
    ("何平会同区财政局局长苏晓岚调研", "区财政局"),
    ("岚屏市发展和改革委员会主任何平", "岚屏市发展和改革委员会"),
    ("林建国和岚屏市财政局局长何平", "岚屏市财政局"),
    ("岚屏市工业和信息化局局长何平", "岚屏市工业和信息化局"),
    ("岚屏市人力资源和社会保障局局长何平", "岚屏市人力资源和社会保障局"),
    ("启衡大数据应用公司总经理何平", "启衡大数据应用公司"),
    ("由岚屏市司法局局长何平主持", "岚屏市司法局"),
    ("任命何平为岚屏市司法局局长", "岚屏市司法局"),
    ("澜泉新区党工委委员、管委会副主任何平", "澜泉新区党工委 管委会"),
    ("中国共产党岚屏市委员会书记何平", "中国共产党岚屏市委员会"),
    # without a title
    ("何平来到岚屏理工学院，调研", "岚屏理工学院"),
    ("时任岚屏市委书记何平", "岚屏市委"),
    ("主任何平出席", ""),
])
def test_organisations(text, expected):
    assert marked(text, "ORG") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("何平抵达成都。", "成都"),
    ("访问法国、德国和西班牙。", "法国 德国 西班牙"),
    ("法国总统勒弗朗索瓦", "法国"),
    ("浙江省省长何平", "浙江省"),
    ("浙江省委书记何平", ""),  # an organisation
])
def test_places(text, expected):
    assert marked(text, "LOC") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("8月4日下午，会见", "8月4日下午"),
    ("2020年8月4日至6日访问", "2020年8月4日至6日"),
    ("今天上午举行", "今天上午"),
    ("4号楼、5路车", ""),
])
def test_days(text, expected):
    assert marked(text, "DATE") == expected


def test_the_labels_of_a_sentence(nlp):
    text = "8月4日，青河市委书记林建国抵达成都。"
    assert tag.mentions(nlp, text) == (
        Mention(0, 4, "DATE", "8月4日"), Mention(5, 9, "ORG", "青河市委"), Mention(9, 11, "TITLE", "书记"),
        Mention(11, 14, "PERSON", "林建国"), Mention(16, 18, "LOC", "成都"))


def test_earlier_groups_win_where_spans_overlap():
    first, second = [(Span(2, 4), "PERSON")], [(Span(3, 6), "ORG"), (Span(4, 6), "LOC"), (Span(6, 6), "LOC")]
    assert without_overlap([first, second]) == [(Span(2, 4), "PERSON"), (Span(4, 6), "LOC")]


# --- any text


PIECES = ["区委书记", "林建国", "何平", "王 伟", "、", "和", "出席", "会议", "。", "\n", "记者 ", "·", "“", "”号", "8月4日",
          "法国总统", "保罗·恩东加", "全程", "Ａ１", "\u3000", "😀", "\x00", "é", "1"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=40))
def test_mentions_are_characters_of_the_text_in_order(text):
    found = tag.mentions(tag.load(), text)
    assert all(text[m.start : m.end] == m.text and m.text for m in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert found == tag.mentions(tag.load(), text)


@pytest.mark.parametrize("text", ["", "林", "。", "😀", "\x00\x01\u200b", "\n\n", "·", "、、、", "（）", "记者"])
def test_nothing_to_mark(nlp, text):
    assert tag.mentions(nlp, text) == ()


def test_full_width_and_odd_characters_keep_the_offsets(nlp):
    text = "😀８月４日，\u200b区长何平出席😀会议。"
    assert [(m.start, m.text) for m in tag.mentions(nlp, text)] == [(1, "８月４日"), (7, "区长"), (9, "何平")]


# --- spaCy habits


def test_a_tagger_that_does_not_exist(tmp_path):
    with pytest.raises(InputError, match="the names are rules, fast, accurate"):
        tag.load("best")
    with pytest.raises(InputError, match="no trained tagger"):
        tag.load(str(tmp_path))


def ents(doc):
    return [(ent.text, ent.label_) for ent in doc.ents]


def test_a_pipeline_of_ones_own():
    own = spacy.blank("zh")
    own.add_pipe("official_tagger")
    assert own.pipe_names == ["official_tagger"]
    assert own.analyze_pipes()["summary"]["official_tagger"]["assigns"] == ["doc.ents", "doc.spans"]
    assert ents(own(SAMPLE)) == ents(tag.load()(SAMPLE))
    assert ("尉迟清川", "PERSON") in ents(own(SAMPLE))


def test_the_tokens_are_characters(nlp):
    assert [token.text for token in nlp("区长何平")] == list("区长何平")


def test_many_texts_in_a_stream(nlp):
    texts = [SAMPLE, "", "区长何平出席会议。", SAMPLE]
    assert [ents(doc) for doc in nlp.pipe(texts, batch_size=2)] == [ents(nlp(text)) for text in texts]


def test_a_pipeline_goes_to_disk_and_bytes_and_comes_back(nlp, tmp_path):
    nlp.to_disk(tmp_path / "official")
    assert ents(spacy.load(tmp_path / "official")(SAMPLE)) == ents(nlp(SAMPLE))
    own = spacy.blank("zh")
    own.add_pipe("official_tagger")
    assert ents(own.from_bytes(nlp.to_bytes())(SAMPLE)) == ents(nlp(SAMPLE))


def test_a_lexicon_of_ones_own(tmp_path):
    (tmp_path / "surnames.tsv").write_text("麤\t9\n", "utf-8")
    own = spacy.blank("zh")
    own.add_pipe("official_tagger", config={"folder": str(tmp_path)})
    assert ents(own("区长麤平出席")) == [("区长", "TITLE"), ("麤平", "PERSON")]
    assert ("麤平", "PERSON") not in ents(tag.load()("区长麤平出席"))


CLAUSE = "区委书记林建国会见何平、苏晓岚一行，8月4日在岚屏理工学院召开座谈会，"


def calls(length):
    """How many Python functions and generators are entered to mark a text of so many clauses without a full stop."""
    count = 0

    def enter(frame, event, arg):
        nonlocal count
        count += event == "call"

    entities, text = tag.load().get_pipe("official_tagger").entities, CLAUSE * length
    sys.setprofile(enter)
    try:
        entities(text)
    finally:
        sys.setprofile(None)
    return count


def test_the_work_grows_no_faster_than_the_text():
    assert calls(400) < 4.4 * calls(100)


def test_a_very_long_text_without_a_full_stop():
    times = 300_000 // len(CLAUSE) + 1
    found = tag.mentions(tag.load(), CLAUSE * times)
    assert sum(m.text == "苏晓岚" for m in found) == times


@pytest.mark.parametrize("char", "的王、·")
def test_one_character_without_end(char):
    assert [m for m in tag.mentions(tag.load(), char * 100_000) if m.label == "PERSON"] == []
