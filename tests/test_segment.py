from datetime import date
from itertools import chain
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.ingest import Reading, read
from tracker.segment import split
from tracker.text import fold, line_of
from tracker.types import Document, Mark, Span

SAMPLE = Path(__file__).parent.parent / "data" / "page.txt"


def reports(text):
    """Headline and text of each report."""
    return [(report.headline, report.text) for report in split(Document("d", "p.txt", text))]


def test_the_sample_page():
    (page,) = read([SAMPLE], Reading(date(2021, 3, 15)))
    found = split(page)
    assert [(r.id, r.headline) for r in found] == [
        ("page#1", "顾承岳会见启衡智能装备集团客人 共建智能装备中试基地"),
        ("page#2", "澜泉新区召开第一季度安全生产工作会议 顾承岳强调 以“时时放心不下”的自觉护一方平安"),
        ("page#3", "新区领导走访慰问老党员和退役军人"),
        ("page#4", "让群众早日住得舒心 骆文昭调研老旧小区改造工作"),
        ("page#5", "澜泉新区与岚屏理工学院携手产教融合"),
    ]
    assert [len(r.text.split("\n")) for r in found] == [4, 3, 2, 4, 4]
    assert [r.text.split("\n")[-1][-8:] for r in found] == [
        "记者 闻小萤", "自觉护一方平安。", "通讯员 柏青禾）", " 通讯员 柏青禾", "者 简宁 文/图"]
    assert "配套政策务实管用，愿以最优的环境" in found[0].text
    assert [line_of(r, 0, page.text) for r in found] == [1, 33, 61, 77, 103]
    assert line_of(found[0], found[0].text.index("以最优"), page.text) == 18
    assert all(r.published == date(2021, 3, 15) and r.document == page.id and r.path == page.path for r in found)


PLAIN = "  甲区召开春季工作会议\n\n  3月9日，甲区召开会议。张某主持会议。\n  会议强调，要抓落实。\n"
JOINED = [(None, "本报讯 3月9日上午，张某会见了东方公司王某一行。\n双方就合作交换了意见，并达成一致。\n记者 李某")]
NARROW = """本报讯 3月9日
上午，张某会见了
东方公司王某一行。

双方就合作
交换了意见，
并达成一致。
记者 李某"""
DATED = """张某调研河道治理
3月9日，张某到清
水河边察看河道治
理进展。
3月10日，他又到
上游察看。
记者 李某

王某慰问退役军人
3月11日下午，王
某来到军人之家看
望慰问。（记者 李
某 通讯员 赵某）"""
TRAILING = """3月9日，张某出席植
树活动并与干部群众一
起种下树苗。
记者 李某

日前，王某到学校宣
讲，与师生面对面交
流思想。
本报记者 赵某

王某到学校为师生宣讲

全区干部群众
踊跃参加植树活动
"""
SUBHEADS = """甲区这一年：让好日子看得见
3月9日，甲区召开总结会，张某作工作报告，回顾一年来的工作情况和取得的成绩。
一、道路更宽
一年来，全区新修道路三十条，群众出行更加方便，城乡面貌焕然一新，交通更加顺畅。
二、河水更清
一年来，全区治理河道十二条，两岸草木葱茏，水清岸绿，游人如织，群众拍手称快。
"""
CAPTIONS = """领导植树
图为张某（左二）在
现场植树。李某 摄
本报讯 3月12日，张某
参加植树。
图为植树现场。
记者 李某

本报讯 3月13日，王某
参加座谈。
记者 李某

王某与企业家座谈"""
OPENING = """甲区开展春季招聘
本报记者 张某某
3月9日上午，甲区春季招聘会
举行，王某到场察看。
会场人头攒动。

乙区举行运动会
本报讯（记者 张某某 通讯员
李某某）3月10日，乙区运动会
开幕，赵某宣布开幕。"""
WEB = """某某日报
2021年3月15日 星期一
第2版 要闻

张某会见客商

本网讯 3月9日，张某会见客商。双方谈得很好。

张某表示，欢迎常来。

编辑：李某"""


@pytest.mark.parametrize(("page", "expected"), [
    pytest.param(PLAIN, [
        ("甲区召开春季工作会议", "3月9日，甲区召开会议。张某主持会议。\n会议强调，要抓落实。")], id="plain"),
    pytest.param("3月9日，张某主持会议。", [(None, "3月9日，张某主持会议。")], id="one paragraph"),
    pytest.param("甲区开会\n" + "会议要求抓好落实，" * 9 + "久久为功。",
                 [("甲区开会", "会议要求抓好落实，" * 9 + "久久为功。")], id="one long line under a headline"),
    pytest.param("为落实会议精神推动\n工作，张某主持召开\n了会议。",
                 [(None, "为落实会议精神推动工作，张某主持召开了会议。")], id="wrapped, no headline, no opener"),
    pytest.param("张某会见客商", [(None, "张某会见客商")], id="one line"),
    pytest.param(NARROW, JOINED, id="narrow columns"),
    pytest.param(NARROW.replace("双方就合作\n", "双 方 就 合 作\n\n"), JOINED, id="a blown up line, a column break"),
    pytest.param(DATED, [
        ("张某调研河道治理", "3月9日，张某到清水河边察看河道治理进展。\n3月10日，他又到上游察看。\n记者 李某"),
        ("王某慰问退役军人", "3月11日下午，王某来到军人之家看望慰问。（记者 李某 通讯员 赵某）")], id="dated openers"),
    pytest.param(DATED.replace("记者 李某\n\n王", "\n王"), [
        ("张某调研河道治理", "3月9日，张某到清水河边察看河道治理进展。\n3月10日，他又到上游察看。"),
        ("王某慰问退役军人", "3月11日下午，王某来到军人之家看望慰问。（记者 李某 通讯员 赵某）")],
        id="no byline between"),
    pytest.param(TRAILING, [
        ("全区干部群众 踊跃参加植树活动", "3月9日，张某出席植树活动并与干部群众一起种下树苗。\n记者 李某"),
        ("王某到学校为师生宣讲", "日前，王某到学校宣讲，与师生面对面交流思想。\n本报记者 赵某")],
        id="headlines at the end"),
    pytest.param(SUBHEADS, [("甲区这一年：让好日子看得见", SUBHEADS.strip().split("\n", 1)[1])], id="subheads"),
    pytest.param(CAPTIONS, [
        ("领导植树", "图为张某（左二）在现场植树。李某 摄\n本报讯 3月12日，张某参加植树。\n图为植树现场。\n记者 李某"),
        ("王某与企业家座谈", "本报讯 3月13日，王某参加座谈。\n记者 李某")], id="captions"),
    pytest.param(OPENING, [
        ("甲区开展春季招聘", "本报记者 张某某\n3月9日上午，甲区春季招聘会举行，王某到场察看。\n会场人头攒动。"),
        ("乙区举行运动会", "本报讯（记者 张某某 通讯员李某某）3月10日，乙区运动会开幕，赵某宣布开幕。")],
        id="byline first"),
    pytest.param(WEB, [
        ("张某会见客商", "本网讯 3月9日，张某会见客商。双方谈得很好。\n张某表示，欢迎常来。\n编辑：李某")],
        id="a web page with its furniture"),
])
def test_layouts(page, expected):
    assert reports(page) == expected


@pytest.mark.parametrize("line", [
    "记者 从区教育局获悉", "记者在现场看到", "通讯员队伍建设会议召开", "记者调查", "（记者 李某在现场"])
def test_what_begins_like_a_byline_and_is_none(line):
    ((_, text),) = reports(f"本报讯 会议召开。\n{line}，大家都来了。\n会后合影。")
    assert text.startswith(f"本报讯 会议召开。\n{line}，大家都来了。")


@pytest.mark.parametrize("line", [
    "记者 李某", "本报记者 李某某 通讯员 王某", "（记者 李某）", "通讯员：李某 王某", "李某 文/图",
    "记者 李 某 某 摄影报道", "编辑：李某", "见习记者 李某 实习生 王某 文/图"])
def test_bylines_close_a_report(line):
    found = reports(f"3月9日，会议召开。\n{line}\n\n3月10日，又一个会议召开。\n记者 赵某")
    assert [text for _, text in found] == [f"3月9日，会议召开。\n{line}", "3月10日，又一个会议召开。\n记者 赵某"]


def test_a_list_of_names_in_two_characters_keeps_its_blanks():
    assert reports("出席会议的有：\n王 某　李 某　赵某某。")[0][1].endswith("王 某　李 某　赵某某。")


def test_no_text_no_reports():
    assert split(Document("d", "p.txt", " \n\n")) == ()


LINES = st.sampled_from([
    "", "", "本报讯 3月9日，张某", "3月10日上午，", "出席会议并讲话。", "会议强调，要抓好", "落实。记者 李某",
    "记者 李某", "（记者 李", "某）", "通讯员 王某 文/图", "甲区召开会议", "乙区植树", "图为张某在", "落 实 工 作 。",
    "　　一、道路", "LED", "“好！”", "a b  c", "下转第3版",
    "（上接第1版）", "何平", "（苏晓岚", "热线：0999-6543210", "广告", "粮食 12 3.4%", "◆ 近日，", "编辑同志："])


@given(st.lists(LINES, max_size=30).map("\n".join) | st.text(max_size=80))
@example("记者 李某")
@example("\x1c\n\x85甲\u2028乙")
def test_nothing_is_lost_invented_or_told_twice(text):
    found = split(Document("d", "p.txt", text))
    origins = [i for report in found for i in report.origin]
    taken = [i for i in origins if i >= 0]
    assert len(taken) == len(set(taken))
    for report in found:
        assert len(report.text) == len(report.origin)
        pairs = zip(report.text, report.origin, strict=True)
        assert all(char == text[i] if i >= 0 else char in " \n" for char, i in pairs)
    rest = sorted(char for i, char in enumerate(text) if i not in set(taken) and not char.isspace())
    headlines = chain.from_iterable(report.headline or "" for report in found)
    assert rest == sorted(char for char in headlines if not char.isspace())


@pytest.mark.parametrize("piece", [
    "中", "中文，", "中\n\n", "\n", "记者 王 ", "（记者 王", "。记者 王 王\n", "本报讯 甲。\n\n题\n\n", "春耕正忙\n",
    "下转第3版\n上接第1版\n", "图为甲\n", "电话：0999-6543210\n", "甲 1 2\n"])
def test_time_grows_with_the_text_alone(piece):
    text = piece * (300_000 // len(piece))
    start = process_time()
    split(Document("d", "p.txt", text))
    assert process_time() - start < 10


def test_full_width_forms_are_kept_as_printed():
    text = "本报讯 ３月９日，Ａ区召开会议。"
    ((_, found),) = reports(text)
    assert found == text
    assert fold(found).startswith("本报讯 3月9日，A区")


COLUMNS = """甲区修路
甲区三条新路昨日通
车，两侧栽下行道树，
沿线居民出行方便了。
乙河清淤
乙河清淤上月完工，
河水又清了起来，岸
边散步的人多了。
"""


@pytest.mark.parametrize(("page", "expected"), [
    pytest.param("\n".join(["甲区领导检查防汛", "3月9日，甲区领导到堤", "上检查防汛，强调要抓",
                           "紧备好物资。（何平）", "广告", "家居广场五折起", "热线：0999-6543210", "",
                           "乙区运动会开幕", "3月10日，乙区运动会", "开幕。（林建国）"]),
                 [("甲区领导检查防汛", "3月9日，甲区领导到堤上检查防汛，强调要抓紧备好物资。（何平）"),
                  (None, "广告\n家居广场五折起\n热线：0999-6543210"),
                  ("乙区运动会开幕", "3月10日，乙区运动会开幕。（林建国）")], id="an advertisement is a report of its own"),
    pytest.param("\n".join(["关于停水的公告", "因管道检修，定于3月9日8时至18时停水，请提前储水。",
                           "特此公告。", "甲区水务局", "2021年3月8日", "",
                           "乙区植树", "3月10日，乙区植树。"]),
                 [("关于停水的公告", "因管道检修，定于3月9日8时至18时停水，请提前储水。\n特此公告。\n甲区水务局\n2021年3月8日"),
                  ("乙区植树", "3月10日，乙区植树。")], id="a public notice with who gives it, and when"),
    pytest.param("\n".join(["甲区造林", "3月9日，甲区启动造林，苏晓岚", "宣布开工。今年全区计划造林三",
                           "（下转第3版）", "", "乙区植树", "3月10日，乙区植树。记者 何平", "",
                           "（上接第1版）", "万亩，比去年多一万亩。"]),
                 [("甲区造林", "3月9日，甲区启动造林，苏晓岚宣布开工。今年全区计划造林三\n（下转第3版）\n"
                               "（上接第1版）\n万亩，比去年多一万亩。"),
                  ("乙区植树", "3月10日，乙区植树。记者 何平")], id="a report that goes on elsewhere"),
    pytest.param("\n".join(["甲区开会", "3月9日，甲区开会。", "（苏晓岚）"]),
                 [("甲区开会", "3月9日，甲区开会。\n（苏晓岚）")], id="a byline of a name alone"),
])
def test_what_stands_between_reports(page, expected):
    assert reports(page) == expected


ABOVE = ["甲区领导检查防汛", "3月9日，苏晓岚到清水河堤上", "检查防汛，强调备好物资。"]
BELOW = ["3月10日，顾承岳到白石渡小学", "看望师生，送去图书两百册。"]
CHECKED = "3月9日，苏晓岚到清水河堤上检查防汛，强调备好物资。"
VISITED = "3月10日，顾承岳到白石渡小学看望师生，送去图书两百册。"


@pytest.mark.parametrize(("page", "expected"), [
    pytest.param([*ABOVE, "（何平）", "", "本报记者 林建国", *BELOW],
                 [CHECKED + "\n（何平）", "本报记者 林建国\n" + VISITED], id="a byline over the next text"),
    pytest.param([*ABOVE, "本报记者 林建国", "", *BELOW],
                 [CHECKED + "\n本报记者 林建国", VISITED], id="a byline under the last one"),
    pytest.param([*ABOVE[:2], "检查防汛，备好物资。记者 骆文", "昭", "", *BELOW],
                 ["3月9日，苏晓岚到清水河堤上检查防汛，备好物资。记者 骆文昭", VISITED], id="the name wrapped"),
    pytest.param([*ABOVE, "", "图为苏晓岚在清水河堤上。何平 摄", "", "本报讯", *BELOW],
                 [CHECKED + "\n图为苏晓岚在清水河堤上。何平 摄", "本报讯" + VISITED], id="a caption of the text above"),
    pytest.param([*ABOVE, "", "图为白石渡小学的师生。何平 摄", "", "本报讯", *BELOW],
                 [CHECKED, "图为白石渡小学的师生。何平 摄\n本报讯" + VISITED], id="a caption of the text below"),
    pytest.param([*ABOVE[:2], "图为清水河。何平 摄", ABOVE[2]],
                 [CHECKED + "\n图为清水河。何平 摄"], id="a caption inside a sentence"),
    pytest.param([*ABOVE[:2], "图为自己留条后路的人不可用", ABOVE[2]],
                 ["3月9日，苏晓岚到清水河堤上图为自己留条后路的人不可用检查防汛，强调备好物资。"], id="no caption"),
])
def test_what_stands_between_texts_belongs_to_one_of_them(page, expected):
    assert [text for _, text in reports("\n".join(page))] == expected


def test_headlines_gathered_at_the_top_find_their_texts():
    heads = ["顾承岳看望小学师生", "苏晓岚检查清水河防汛", "何平调研白茶种植"]
    third = ["3月11日，何平到林场调研白茶", "种植，询问茶农收成。"]
    page = "\n".join([*heads, "", *ABOVE[1:], "（林建国）", "", *BELOW, "（林建国）", "", *third])
    assert reports(page) == [
        (heads[1], CHECKED + "\n（林建国）"), (heads[0], VISITED + "\n（林建国）"), (heads[2], "".join(third))]


def test_what_goes_on_from_another_page_keeps_its_byline():
    assert reports("上接第1版\n□何平 林建国\n本报讯 3月9日，会议召开。") == [
        (None, "□何平 林建国\n上接第1版\n本报讯 3月9日，会议召开。")]


def test_headlines_that_the_file_shows():
    """Nothing else parts these two; without what the file shows the second headline is a subhead."""
    spans = tuple(Span(COLUMNS.index(line), COLUMNS.index(line) + 4) for line in ("甲区修路", "乙河清淤"))
    found = split(Document("d", "p.txt", COLUMNS, headings=spans))
    assert [report.headline for report in found] == ["甲区修路", "乙河清淤"]
    assert [report.text[:6] for report in found] == ["甲区三条新路", "乙河清淤上月"]


def test_a_report_tells_where_it_comes_from():
    spans = tuple(Span(COLUMNS.index(line), COLUMNS.index(line) + 4) for line in ("甲区修路", "乙河清淤"))
    marks = (Mark(0, 2, 1), Mark(COLUMNS.index("乙河"), 2, 2))
    document = Document("d", "p.txt", COLUMNS, date(2021, 3, 9), dated="metadata", source="甲报", region="甲区", url="甲",
                        headings=spans, marks=marks)
    found = split(document)
    assert [(report.page, report.column) for report in found] == [(2, 1), (2, 2)]
    assert {(report.dated, report.source, report.region, report.url) for report in found} == {("metadata", "甲报", "甲区", "甲")}
