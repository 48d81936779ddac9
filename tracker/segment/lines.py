"""The lines of a page, each with its kind by its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from typing import Literal

from tracker.lexicon import alternatives, load
from tracker.text import filler, fold
from tracker.types import Document

Kind = Literal["opener", "dated", "byline", "names", "caption", "furniture", "notice", "row", "onward", "onset",
               "heading", "prose"]

LONGEST_HEADLINE = 40  # characters of one line
WIDEST_COLUMN = 60  # a longer line has not been wrapped

_WORD = r"[一-龥·]{1,5}+"
_ROLE = (r"(?:(?:本报|本网|本台|本刊|见习|实习|特约|首席|全媒体|融媒体|摄影)*(?:记者|通讯员)|实习生|摄影|摄像|作者|读者|撰稿"
         r"|供稿|供图|整理|编辑|责编|责任编辑|(?:文/图|图/文|文|图)(?=[:：/]))")
# 记者 王某 通讯员 李某 文/图; a blank stands after the role, or it is prose (记者在现场看到)
SIGNED = rf"{_ROLE}[ /:：]+(?![从在了获采])(?:{_WORD})(?:[ 、,，/:：]+{_WORD})*"
_MARK = "[□■◎●▲△○◇◆★◤◥] *"
_BYLINE = re.compile(rf"(?:{_MARK})?(?P<bracket>[（(【])?(?:{SIGNED}"
                     r"|(?:本报)?(?:记者|通讯员)(?!调查|观察|手记|了解|获悉|探访|走访|日记)[一-龥]{2,3}"
                     r"|[一-龥]{2,4} +(?:文/图|图/文|摄影报道|摄))(?(bracket)[)）】])")
_CREDITS = re.compile(rf"(?:{_MARK})?[（(【]?(?:{_ROLE}|[一-龥]{{2,4}} +文)")
SIGNED_OFF = re.compile(rf"[。！？”’」』…] *(?:{SIGNED}|[（(【]{_ROLE}[^（）()【】。]{{2,60}}[)）】]"
                        r"|[一-龥·]{2,4} ?摄|[（(][一-龥·]{2,4} 摄[)）])$")
_OPENER = re.compile(
    r"(?:新华社|新华网|中新社|中新网|中国新闻网|人民网|央视网|本报|本网|本台|本刊)[^，。]{0,20}?(?:电(?![子视影力气])|讯|消息)"
    r"|[^，。\s]{0,8}(?<![通资短喜快电])讯(?=[\s（(“\d])|[一-龥]{2,8}[日晚]报讯|编辑同志[：:]")
_DATED = re.compile(r"(?:(?:19|20)\d\d ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?日(?! ?[。；、至到前起\d])"
                    r"|(?:日前|近日|近期|昨[日天]|今[日天]|前天|连日来)(?:，|上午|下午|晚)"
                    r"|[（(]?(?:本报|本台|本网)(?:见习|特约|实习|首席)*记者|[（(]?记者 ")
_CAPTION = re.compile(r"[（(](?:上|下|左|右)?图[)）]|[▲△▼]|[（(]?(?:上|下|左|右)?图[为：:①-⑨]|图片说明"
                      "|[^，。：（(]{2,16}[（(]资料(?:图|照?片|$)")
CREDITED = re.compile(r"(?:[一-龥·]{2,4} ?|[ /])摄(?:影报道)?[)）]?$")  # the end of a caption
# What a page prints around its reports: the date, the number and name of the page, who made it, names of columns, rules.
_DAY = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
_MADE = r"(?:责任编辑|责编|编辑|美编|版式|校对|组版|审读|制图|主编|值班(?:主任|编委|总编)|视觉)"
_COLUMN = (r"(?:(?:本报|今日|一周|本地|社会|综合|图片|经济|国内|国际|体育|文化)?"
           r"(?:要闻|新闻|简讯|短讯|快讯|短波|导读|观察|速递|集锦|综合)"
           r"|时政|民生|财经|评论|时评|副刊|专题|专版|文体|法治|教育|健康|读者来信|来信照登|今日谈|天气预报|气象信息)")
_FURNITURE = re.compile(
    rf"(?:\S{{2,6}}报 *)?(?:星期[一二三四五六日天])? *{_DAY} *(?:星期[一二三四五六日天])?(?: *农历\S+)?"
    r"|\S{2,6}(?:日|晚|早|时|周|都市)[报刊]|第?[ A-Z0-9一二三四五六七八九十]{1,4}版[ :：]*\S{0,6}|[A-Z]\d{1,3} ?[一-龥]{2,4}"
    rf"|本版\S{{2}}[:： ].{{0,40}}|(?:版式|美编|校对|值班\S\S)[:： ].{{0,40}}|{_MADE}[:： ]+{_WORD}[ /]+{_MADE}[:： ].{{0,40}}"
    r"|(?:总)?第\d+[期号](?:[ /].{0,20})?|.{0,14}CN ?\d\d-\d{4}.{0,20}|邮发代号.{0,12}|今日\S{1,3}版"
    rf"|(?:新闻|读者|投稿|发行)(?:热线|邮箱)[:： ].{{4,40}}|{_MADE}[:： ]*{_WORD} +电话[:：].{{0,20}}|(?:https?://|www\.)[!-~]+"
    rf"|{_COLUMN}|[-—=＊*·_]{{3,}}")
_DAY_ALONE = re.compile(_DAY)
_NOTICE = re.compile(r"(?:热线|电话|手机|微信|地址|联系人|传真)[:：]|声明作废|特此声明"
                     r"|(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?!\d)")
NOTICE_HEAD = re.compile(r"广告|(?:遗失|挂失)?声明(?:公告)?|(?:招租|招聘|转让|寻人|遗失)启事|诚聘|招聘|公告栏|分类广告|招租")
_ROW = re.compile(r"(?=.*\d)[^ ,，。；：！？]+(?: +[^ ,，。；：！？]{1,10})* +(?:[\d.,+-]+[%℃]?|[–—-]|持平|\d+[一-龥])")
_ROW_HEAD = re.compile(r"[^ \d]{1,6}(?: +[^ \d]{1,6}){2,}")
_ONWARD = re.compile(r"[^一-龥]{0,4}下转 *第? *[一二三四五六七八九十\dA-Z]{1,4} *版?[^一-龥]{0,3}")
_ONSET = re.compile(r"[^一-龥]{0,4}(?:上|紧)接 *第? *[一二三四五六七八九十\dA-Z]{1,4} *版?[^一-龥]{0,3}")
SUBHEAD = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条]")
_MARKS = re.compile(f"(?:{_MARK})+")
MARKED = re.compile("[■●◆★◎□◇○]")
FINAL = re.compile(r"[。！？…!?][”’」』）)》】\"]*$")
PAUSE = re.compile(r"[。！？…!?；：;:][”’」』）)》】\"]*$")
BLANKS = re.compile("[\\s\u200b]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the blanks around it. `gap`: a blank line, the top of the page or of a column is above;
    `width` and `indent` are of characters as wide as high; `sure`: the file shows it to be a headline."""

    start: int
    text: str
    gap: bool
    indent: float
    kind: Kind
    width: float
    sure: bool = False

    @property
    def reach(self) -> float:
        """How far to the right it goes."""
        return self.width + self.indent


def lines_of(document: Document) -> list[Line]:
    """The lines of a document that are not blank."""
    found: list[Line] = []
    starts = iter(sorted(mark.start for mark in document.marks))
    mark = next(starts, None)
    headings = iter(sorted(document.headings))
    heading = next(headings, None)
    start, gap = 0, True
    for raw in document.text.split("\n"):
        end = start + len(raw)
        while mark is not None and mark <= end:
            gap, mark = True, next(starts, None)
        while heading is not None and heading.end <= start:
            heading = next(headings, None)
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            blanks = min(indent, WIDEST_COLUMN) - 0.5 * sum(map(str.isascii, raw[: min(indent, WIDEST_COLUMN)]))
            sure = heading is not None and heading.start <= start + indent < heading.end
            folded = fold(stripped)
            width = float(len(folded))
            if width <= 2 * WIDEST_COLUMN and not filler(stripped):
                width -= 0.5 * sum(map(str.isascii, folded))
            found.append(Line(start + indent, stripped, gap, blanks,
                              "heading" if sure else _kind(folded), width, sure))
        gap = not stripped
        start = end + 1
    return _by_neighbours(found)


def _by_neighbours(lines: Sequence[Line]) -> list[Line]:
    """The lines, with 名称 本期 上期 a row where rows follow, and both lines of a byline that is wrapped bylines."""
    found = list(lines)
    for place, line in enumerate(found[:-1]):
        below = found[place + 1]
        if line.kind == "heading" and below.kind == "row" and _ROW_HEAD.fullmatch(fold(line.text)):
            found[place] = replace(line, kind="row")
        elif not below.gap and not below.sure and below.kind in ("heading", "names", "byline") \
                and len(line.text) < LONGEST_HEADLINE \
                and (below.width <= line.width or (line.text[0] in "（(" and below.text[-1] in "）)")) \
                and _CREDITS.match(fold(line.text)) and _BYLINE.fullmatch(fold(line.text + below.text)):
            found[place], found[place + 1] = replace(line, kind="byline"), replace(below, kind="byline")
    return found


def _kind(text: str) -> Kind:
    if len(text) <= 2 * LONGEST_HEADLINE:
        short = _short_kind(text)
        if short:
            return short
    if _CAPTION.match(text):
        return "caption"
    bare = _MARKS.sub("", text, count=1)
    if _OPENER.match(bare):
        return "opener"
    if _DATED.match(bare):
        return "dated"
    heading = len(text) <= LONGEST_HEADLINE and not re.search("[。；]|[，、,]$|，.*：$", text)
    return "heading" if heading else "prose"


def _short_kind(text: str) -> Kind | None:
    """The kinds that take a whole line."""
    if _FURNITURE.fullmatch(text):
        return "furniture"
    if _BYLINE.fullmatch(text):
        return "byline"
    if _ONWARD.fullmatch(text):
        return "onward"
    if _ONSET.fullmatch(text):
        return "onset"
    if _NOTICE.search(text) or NOTICE_HEAD.fullmatch(text):
        return "notice"
    if _ROW.fullmatch(text):
        return "row"
    if len(text) <= 20 and text not in load().ordinary_words and _are_names(text):
        return "names"
    return None


@cache
def _name() -> str:
    """A name, as a pattern: a surname that somebody bears and one or two characters, or any surname and two."""
    surnames = load().surnames
    borne = alternatives(surname for surname, count in surnames.items() if count or len(surname) > 1)
    return rf"(?:{borne}[一-龥]{{1,2}}|{alternatives(surnames)}[一-龥]{{2}})"


@cache
def _names() -> re.Pattern[str]:
    """One to three names and nothing else, perhaps with a mark before them or in brackets."""
    any_name = f"{alternatives(load().surnames)}[一-龥]{{1,2}}"
    return re.compile(rf"{any_name}(?:[ 、/]+{any_name}){{0,2}}|{_MARK}{any_name}(?:[ 、/]+{any_name}){{0,2}}"
                      rf"|[（(]{any_name}(?:[ 、/]+{any_name}){{0,2}}[)）]")


def _are_names(text: str) -> bool:
    """Whether a line is names: alone and bare it must be made of characters that given names have."""
    if not _names().fullmatch(text):
        return False
    return len(text) > 4 or not text[-1].isalnum() or not text[0].isalnum() or _likeness(text) > -1


def _likeness(name: str) -> float:
    """The log-odds of the characters after the surname, as in given names against running text."""
    surnames, given = load().surnames, load().given_names
    found = [-9.0]
    for cut in (1, 2):
        rest = name[cut:]
        if name[:cut] in surnames and len(rest) == 1:
            found.append(given.get(rest, _UNSEEN)[0])
        elif name[:cut] in surnames and len(rest) == 2:
            found.append(given.get(rest[0], _UNSEEN)[1] + given.get(rest[1], _UNSEEN)[2])
    return max(found)


_UNSEEN = (-3.0, -3.0, -3.0)  # of a character in no given name


def is_day(line: Line) -> bool:
    """Whether a line is a day and nothing else, as under a public notice."""
    return bool(_DAY_ALONE.fullmatch(fold(line.text)))


@cache
def signed_by_names() -> re.Pattern[str]:
    """A sentence with only names in brackets after it, or 记者 and a name, the blank between them lost where it was wrapped."""
    any_name = f"{alternatives(load().surnames)}[一-龥]{{1,2}}"
    return re.compile(rf"[。！？”’」』…] *(?:[（(]{any_name}(?:[ 、]*{any_name}){{0,3}}[)）]"
                      rf"|(?:本报)?(?:记者|通讯员)(?![从在了获采]){_name()})$")


def column(widths: Sequence[float], least: int = 3) -> float | None:
    """The width of the column that lines were wrapped to: that of the widest third or more of them that are alike, None where
    there is none."""
    for width in sorted(widths, reverse=True):
        alike = [other for other in widths if width - 2 <= other <= width]
        wider = sum(other > width for other in widths)  # headlines, and few
        if len(alike) >= least and len(alike) >= 0.4 * len(widths) and 3 * wider < len(alike):
            return median(alike) if width <= WIDEST_COLUMN else None
    return None
