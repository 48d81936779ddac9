"""Days as Chinese news writes them, and their resolution against the day of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.errors import InputError
from tracker.text import fold

_LONGEST = 60  # days: what lasts longer is a time and no happening


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day, a range of days, or a vaguer time as written: characters start to end (half open) of the text given."""

    start: int
    end: int
    text: str
    first: date | None  # the day, or the first of a range; None where it cannot be known (日前, a month, a year)
    last: date | None  # the last day of a range, else None


LATE_EDITION = timedelta(days=3)  # an evening edition is dated ahead: a day so little after publication may be past
LOOK_BACK = timedelta(days=300)  # a day further back than this is printed with its year; without one it lies ahead
NEXT_DAYS = timedelta(days=10)  # a bare 15日 at most so long before the 15th is the coming one, not last month's

_CN = "一二三四五六七八九"
_JOIN = r" ?(?:[至到-]|[－–—~～]{1,2}) ?"
_YEAR = rf"(?:(?:19|20)\d\d|[一二][〇零○{_CN}]{{3}})"
_MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_CN}])"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_CN}]?|[{_CN}])"
_PART = r"(?: ?(?:[上下中]午|午后|[凌清早]晨|早上|傍晚|晚间|晚上|深夜|夜间|晚(?!会(?![见谈晤])|宴|报|餐)))?"
_RELATIVE_YEAR = r"(?:今年|去年|(?<![目以之])前年|明年)"
_NOT_INSIDE = rf"(?<![\d.·第{_CN}十〇零○])"
_NO_JAPAN = "(?!本(?![报台网刊市省区县届次月]))"  # 同日本 holds no 同日, but 今日本报 holds 今日


def _month_of(tag: str) -> str:
    """The pattern of the year, if there is one, and the month before a day."""
    return (rf"(?:(?:(?P<year{tag}>{_YEAR}) {{0,2}}年|(?P<that_year{tag}>{_RELATIVE_YEAR}|当年|同年|次年)) {{0,2}})?"
            rf"(?:(?P<month{tag}>{_MONTH}) {{0,2}}月|(?P<that_month{tag}>本月|上个?月|下个?月|当月|同月)) {{0,2}}")


_DAYS = (
    rf"{_NOT_INSIDE}(?P<dated>{_month_of('')})?"
    r"(?(dated)|(?=\d)(?<![年月每])(?<!连续)(?<!为期)(?<!历时)(?<!长达))"
    rf"(?P<day>{_DAY}) {{0,2}}(?P<written>[日号]{_PART})?"
    rf"(?P<until>(?(written){_JOIN}|(?:{_JOIN}|[、和]))(?:{_month_of('_2')})?(?P<day_2>{_DAY}) {{0,2}}[日号])?"
    rf"(?(written)|(?(until)|(?!))){_PART}"
    # 30日内, 5日后 and 5日游 are durations, 26日前往 and 26日内蒙古 are days; a house may be 26号
    r"(?(dated)|(?<!号)(?!(?:之|以)?(?:内(?!蒙)|后|前(?![往来去赴]))|[游龄]|均[线价]|年化))"
)
_WORDS = (
    rf"(?P<today>(?<![当如至])今天(?!津|然气)|(?<!当)今日(?!头条|说法){_NO_JAPAN}|今[晨晚早](?!报|会(?![见谈晤])))"
    rf"|(?P<yesterday>昨天|昨日{_NO_JAPAN}|昨[晚晨夜])"
    rf"|(?P<before>(?<![目以之日年月])前天|(?<![目以之日年月天])前日{_NO_JAPAN})"
    rf"|(?P<tomorrow>(?<![清文发])(?:明天|明日{_NO_JAPAN}|明晚))"
    rf"|(?P<same>(?<![应担相])(?:当天|当日{_NO_JAPAN}|当晚)|(?<![共相不合])同日{_NO_JAPAN}|同一天)"
    rf"|(?P<next>(?<![首二一两三每多])次日{_NO_JAPAN}|翌日|第二天(?!然气))"
    rf"|(?P<week>[本这上下])个?(?:周|星期)(?P<weekday>[一二三四五六天]|日{_NO_JAPAN})"
    rf"|(?<![\d{_CN}十今昨当同次])日前(?![往来去])|近日{_NO_JAPAN}来?|近期|连日来?{_NO_JAPAN}|近[几两]日|[近这][几两]天"
)
_LONGER = (
    rf"{_NOT_INSIDE}(?:{_YEAR}年?{_JOIN})?(?:(?P<whole_year>{_YEAR}) {{0,2}}年|(?P<that_whole_year>{_RELATIVE_YEAR}))"
    rf"(?: {{0,2}}(?:{_MONTH} ?月?{_JOIN})?(?P<whole_month>{_MONTH}) {{0,2}}月份?)?"
    rf"|{_NOT_INSIDE}(?<!农历)(?<!个)(?:{_MONTH} ?月?{_JOIN})?{_MONTH} {{0,2}}月(?!龄|革命)份?"
)
_DATE = re.compile(rf"{_DAYS}|(?:{_WORDS}){_PART}|{_LONGER}")
_BREAK = re.compile(r"[。！？\n]")
_AHEAD = re.compile(r"(?:将[于在从自]|定于|拟于|计划于|预计[将于在]{0,2}) ?$")
_NO_YEAR = re.compile(r"截[至止]|今[天日晚][(（]?$")  # 截至7月31日 counts up to now, whatever year came before
_COMPARED = re.compile(r"年度|年[^，。；]{0,3}(?:同期|以来|版)")  # 比2022年同期: a year that dates nothing else
_DAYS_FROM = {"today": 0, "yesterday": -1, "before": -2, "tomorrow": 1, "same": 0, "next": 1}
_YEARS_FROM = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
_WEEKS_FROM = {"本": 0, "这": 0, "上": -1, "下": 1}


def find_dates(text: str, published: date | None = None, year: int | None = None) -> tuple[DateMention, ...]:
    """The days and times named in `text`, in order, without overlaps, resolved where the text allows it.

    A day without its year is the last such day up to three days after `published`, or falls in `year`, the year that
    the page speaks of. 当天, 次日 follow the day named before them; a day without its month does so in one sentence.
    """
    folded, reader, mentions, before = fold(text), _Reader(published, year), [], 0
    for match in _DATE.finditer(folded):
        start, end = match.span()
        if _BREAK.search(folded, before, start):
            reader.start_sentence()
        yearly = folded[max(0, start - 2) : start] in ("每年", "每月")
        first, last = (None, None) if yearly else reader.read(match)
        mentions.append(DateMention(start, end, text[start:end], first, last))
        before = end
    return tuple(mentions)


class _Reader:
    """Resolves one mention after another; remembers the last day named, and the day and year of this sentence."""

    def __init__(self, published: date | None, year: int | None) -> None:
        self.published = published
        self.year = published.year if published else year
        self.day: date | None = None
        self.start_sentence()

    def start_sentence(self) -> None:
        """Forgets what counts within one sentence only."""
        self.day_here: date | None = None
        self.year_here: int | None = None

    def read(self, match: re.Match[str]) -> tuple[date | None, date | None]:
        """The first and last day of the mention."""
        first = last = None
        if match["day"]:
            first, last = self._days(match)
        elif match["weekday"]:
            first = self._weekday(match["week"], match["weekday"])
        elif match.lastgroup in _DAYS_FROM:
            base = self.day if match.lastgroup in ("same", "next") else self.published
            first = base + timedelta(days=_DAYS_FROM[match.lastgroup]) if base else None
        else:
            self._note_year(match)
        if last or first:
            self.day = self.day_here = last or first
        return first, last

    def _weekday(self, week: str, name: str) -> date | None:
        if not self.published:
            return None
        day = "一二三四五六日".index(name.replace("天", "日")) + 7 * _WEEKS_FROM[week]
        return self.published + timedelta(days=day - self.published.weekday())

    def _note_year(self, match: re.Match[str]) -> None:
        """Keeps the year for the rest of the sentence; a plan for a later year (2035年建成) dates nothing else."""
        year = self._named_year(match["whole_year"], match["that_whole_year"])
        plan = year and self.year and year > self.year and not match["whole_month"]
        if year and not plan and not _COMPARED.match(match.string, match.end() - 1):
            self.year_here = year

    def _named_year(self, digits: str | None, word: str | None) -> int | None:
        if digits:
            return _number(digits)
        if word in _YEARS_FROM:
            return self.year + _YEARS_FROM[word] if self.year else None
        return self.day.year + (word == "次年") if word and self.day else None

    def _days(self, match: re.Match[str]) -> tuple[date | None, date | None]:
        year = self._named_year(match["year"], match["that_year"])
        self.year_here = year or self.year_here
        first = self._first_day(match, year)
        if not match["until"] or first is None:
            return first, None
        end_year = self._named_year(match["year_2"], match["that_year_2"]) or first.year
        month, day = _number(match["month_2"] or str(first.month)), _number(match["day_2"])
        last = _date(end_year, month, day)
        if last and last < first:  # over the turn of the year, or of the month
            last = _date(end_year + 1, month, day) if match["month_2"] else _date(*_shift(first, 1), day)
        return first, last

    def _first_day(self, match: re.Match[str], year: int | None) -> date | None:
        day, word = _number(match["day"]), match["that_month"]
        before = match.string[max(0, match.start() - 6) : match.start()]
        if match["month"]:
            return self._in_year(_number(match["month"]), day, year, before)
        if word:
            base = self.day if word[0] in "当同" else self.published
            return _date(*_shift(base, {"上": -1, "下": 1}.get(word[0], 0)), day) if base else None
        return self._in_month(day)

    def _in_year(self, month: int, day: int, year: int | None, before: str) -> date | None:
        if not year and not _NO_YEAR.search(before):
            year = self.year_here
        if year or not self.published:
            return _date(year or self.year, month, day)
        today = self.published
        days = [found for y in range(today.year - 8, today.year + 9) if (found := _date(y, month, day))]
        past = [found for found in days if found <= today + LATE_EDITION]
        if not past or len(past) == len(days):
            return None
        last, coming = past[-1], days[len(past)]
        long_ago = today - last > LOOK_BACK and coming - today < today - last
        return coming if last < today and (long_ago or _AHEAD.search(before)) else last

    def _in_month(self, day: int) -> date | None:
        """After another day of the sentence in the same month, else the last such day or one that is at hand."""
        if not self.published:
            return _date(self.day.year, self.day.month, day) if self.day else None
        last, coming = self._around(self.published, day)
        before = self.day_here
        found = _date(before.year, before.month, day) if before else None
        if before and found and found >= before:
            just_now = last and self.published - last <= LATE_EDITION
            if found <= self.published or (before >= self.published and not just_now):
                return found
        return coming if coming and coming - self.published <= NEXT_DAYS else last

    @staticmethod
    def _around(today: date, day: int) -> tuple[date | None, date | None]:
        """The last such day of a month up to today, and the next after it."""
        days = [found for step in range(-2, 3) if (found := _date(*_shift(today, step), day))]
        past = [found for found in days if found <= today]
        return (past[-1] if past else None), next((found for found in days if found > today), None)


def _number(word: str) -> int:
    """8, 八, 十一, 二十三 or 二〇二〇 as an integer."""
    if word.isascii():
        return int(word)
    if len(word) == 4:
        return int("".join("0" if digit in "〇零○" else str(_CN.index(digit) + 1) for digit in word))
    tens, ten, ones = word.rpartition("十")
    return (_CN.index(tens) + 1 if tens else len(ten)) * 10 + (_CN.index(ones) + 1 if ones else 0)


def _date(year: int | None, month: int, day: int) -> date | None:
    """The day, None where the year is not known or the month is too short."""
    return date(year, month, day) if year and 0 < year <= date.max.year and day <= monthrange(year, month)[1] else None


def _shift(day: date, months: int) -> tuple[int, int]:
    """The year and month so many months later."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1


_PARSED = re.compile(r"((?:19|20)\d\d)"
                     r"(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d\d)(\d\d)|年(\d{1,2})月(\d{1,2})日)")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FULL = rf"({_YEAR})年({_MONTH})月({_DAY})日"
_NUMERIC = r"(20\d\d)(?P<mark>[-/.])(\d{1,2})(?P=mark)(\d\d)"
_MASTHEAD = re.compile(rf"(?:{_FULL})(?=[(（]?(?:星期|周)[一二三四五六日天])|^{_FULL}$", re.MULTILINE)
_POSTED = re.compile(rf"(?:发布|发表|更新|出版)(?:时间|日期)[:：]?(?:{_FULL}|{_NUMERIC})")
_PERIODS = (  # what says best which year a page was printed in comes first
    re.compile(rf"({_YEAR})年(?:第?[{_CN}1-4]季度|[上下]半年)"),
    re.compile(rf"({_YEAR})年{_MONTH}月"),
    re.compile(r"[〔\[【](20\d\d)[〕\]】]\d+号"),
)


def parse_day(value: str) -> date:
    """The day that `value` names: 2020-08-10, 2020/8/10, 20200810 or 2020年8月10日, from 1900 to 2099.

    Raises InputError.
    """
    match = _PARSED.fullmatch("".join(fold(value).split()))
    if match:
        year, month, day = (int(part) for part in match.groups() if part)
        if month in range(1, 13) and day and (found := _date(year, month, day)):
            return found
    raise InputError(f"no day: {value!r}; write 2020-08-10, 2020/8/10, 20200810 or 2020年8月10日")


def infer_published(text: str) -> tuple[date | None, int | None]:
    """The day on a page's masthead (2020年8月10日 星期一) and its year; else None and the year that the page speaks of.

    That year is the one most often named with a quarter or half, else with a month, else in the number of a document
    (〔2020〕11号); a bare year is no sign, since plans and histories name them. (None, None) where there is nothing.
    """
    joined = re.sub(r"[^\S\n]+", "", fold(text))
    match = _MASTHEAD.search(joined) or _POSTED.search(joined)
    if match:
        year, month, day = (_number(part) for part in match.groups() if part and part not in "-/.")
        if month <= 12 and day and (found := _date(year, month, day)):
            return found, found.year
    joined = joined.replace("\n", "")
    for pattern in _PERIODS:
        years = Counter(_number(match[1]) for match in pattern.finditer(joined))
        if years:
            return None, max(years, key=lambda year: (years[year], year))
    return None, None


def is_partial_date(value: str) -> bool:
    """Whether `value` is an ISO day, month or year that exists: 2019-03-07, 2019-03, 2019."""
    return bounds(value) is not None


def covers(start: str | None, end: str | None, day: date) -> bool:
    """Whether a tenure holds on `day`: ISO dates, whole or partial, both inclusive (2019 as an end is all of 2019).

    None is an open end. Raises InputError for what is no date.
    """
    opening, closing = (bounds(value) if value is not None else (date.min, date.max) for value in (start, end))
    if opening is None or closing is None:
        raise InputError(f"no date: {start if opening is None else end!r}; write 2019, 2019-03 or 2019-03-07")
    return opening[0] <= day <= closing[1]


def bounds(value: str) -> tuple[date, date] | None:
    """The first and last day of a partial ISO date, None where it is none."""
    match = _PARTIAL.fullmatch(value)
    if not match or not match.group(1).strip("0"):
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        return None
    first, final = (day, day) if day is not None else (1, monthrange(year, month)[1])
    opening, closing = (_date(year, month, d) if d else None for d in (first, final))
    return (opening, closing) if opening and closing else None


def possible_days(first: date | None, last: date | None, published: date | None) -> tuple[date, ...]:
    """The days on which something may have been: from the first day told to the last, but not more than sixty; where none is
    told, the day of publication and the one before; none where that is unknown too."""
    if first is None:
        return tuple(day for day in ((published - timedelta(1) if published > date.min else None, published) if published else ())
                     if day)
    span = (last - first).days if last and last > first else 0
    return tuple(first + timedelta(n) for n in range(min(span, _LONGEST) + 1))
