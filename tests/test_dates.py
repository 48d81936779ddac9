from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.dates import covers, find_dates, infer_published, is_partial_date, parse_day
from tracker.errors import InputError

MONDAY = date(2020, 8, 10)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))  # what parse_day lets in


def told(text, published=MONDAY, year=None):
    """The mentions as `text=first` or `text=first..last`, ? where the day is not known."""
    return " ".join(m.text.replace(" ", "_") + "=" + (m.first.isoformat() if m.first else "?")
                    + (f"..{m.last}" if m.last else "") for m in find_dates(text, published, year))


@pytest.mark.parametrize(("text", "expected"), [
    # a day with its year, its month, or alone
    ("2026年8月4日", "2026年8月4日=2026-08-04"),
    ("8月4日下午，会见", "8月4日下午=2020-08-04"),
    ("8月 4日", "8月_4日=2020-08-04"),
    ("8 月 4 日 上午", "8_月_4_日_上午=2020-08-04"),
    ("８月４日晚间", "８月４日晚间=2020-08-04"),
    ("08月04号", "08月04号=2020-08-04"),
    ("八月四日", "八月四日=2020-08-04"),
    ("二〇二〇年七月三十一日凌晨", "二〇二〇年七月三十一日凌晨=2020-07-31"),
    ("5日", "5日=2020-08-05"),
    ("26日上午", "26日上午=2020-07-26"),
    ("10日讯", "10日=2020-08-10"),
    ("去年12月3日", "去年12月3日=2019-12-03"),
    ("本月3日", "本月3日=2020-08-03"),
    ("上月15日", "上月15日=2020-07-15"),
    # the year that is nearest
    ("12月31日", "12月31日=2019-12-31"),
    ("8月13日", "8月13日=2020-08-13"),  # an evening edition
    ("9月1日起施行", "9月1日=2020-09-01"),  # nobody writes a day of eleven months ago without its year
    ("将于10月15日开幕", "10月15日=2020-10-15"),
    ("10月15日开幕", "10月15日=2019-10-15"),
    ("12日起将有大雨", "12日=2020-08-12"),  # at hand; nobody writes 12日 for the twelfth of last month
    # one mention leans on another
    ("5月20日启动，26日上午结束", "5月20日=2020-05-20 26日上午=2020-05-26"),
    ("5月20日启动。26日上午又查", "5月20日=2020-05-20 26日上午=2020-07-26"),
    ("2019年5月1日启动，8月4日完成", "2019年5月1日=2019-05-01 8月4日=2019-08-04"),
    ("2019年5月1日启动。8月4日完成", "2019年5月1日=2019-05-01 8月4日=2020-08-04"),
    ("力争2025年建成，8月4日开工", "2025年=? 8月4日=2020-08-04"),
    ("比2019年同期多，8月4日最多", "2019年=? 8月4日=2020-08-04"),
    ("自2019年10月起，截至7月31日", "2019年10月=? 7月31日=2020-07-31"),
    ("8月4日开会，当天下午签约", "8月4日=2020-08-04 当天下午=2020-08-04"),
    ("8月4日到，次日离开，同日返回", "8月4日=2020-08-04 次日=2020-08-05 同日=2020-08-05"),
    ("2016年12月5日开工；次年1月7日", "2016年12月5日=2016-12-05 次年1月7日=2017-01-07"),
    ("当天", "当天=?"),
    # days told from publication
    ("今天上午", "今天上午=2020-08-10"),
    ("今日，今晨", "今日=2020-08-10 今晨=2020-08-10"),
    ("今晚会见", "今晚=2020-08-10"),
    ("昨天 昨日 昨晚", "昨天=2020-08-09 昨日=2020-08-09 昨晚=2020-08-09"),
    ("前天，明天", "前天=2020-08-08 明天=2020-08-11"),
    ("本周三，上周五", "本周三=2020-08-12 上周五=2020-08-07"),
    # ranges
    ("7月15日至17日", "7月15日至17日=2020-07-15..2020-07-17"),
    ("4月30日至5月2日", "4月30日至5月2日=2020-04-30..2020-05-02"),
    ("8日至10日", "8日至10日=2020-08-08..2020-08-10"),
    ("4日-6日", "4日-6日=2020-08-04..2020-08-06"),
    ("2—5日", "2—5日=2020-08-02..2020-08-05"),
    ("去年12月30日至今年1月2日", "去年12月30日至今年1月2日=2019-12-30..2020-01-02"),
    ("2019年12月30日至1月2日", "2019年12月30日至1月2日=2019-12-30..2020-01-02"),
    ("30日至2日", "30日至2日=2020-07-30..2020-08-02"),
    ("7月15、16日", "7月15、16日=2020-07-15..2020-07-16"),
    ("7月15日、16日", "7月15日=2020-07-15 16日=2020-07-16"),
    # times that are no day
    ("2020年第三季度", "2020年=?"),
    ("8月份和去年", "8月份=? 去年=?"),
    ("2019年3月", "2019年3月=?"),
    ("1—7月", "1—7月=?"),
    ("日前，近日，近期，连日来", "日前=? 近日=? 近期=? 连日来=?"),
    ("2月30日", "2月30日=?"),
    ("每年6月10日", "6月10日=?"),
    # no dates at all
    ("纪念9·18，“7·17”安排", ""),
    ("24小时，3天，25周年，2878人，十九届四中全会", ""),
    ("30日内办结，5日后，5日游，连续7日，第15日", ""),
    ("26号楼，三个月，十月革命，2.5日", ""),
    ("同日本首相，应当天天，目前天气，文明天下", ""),
    # and what looks like those but is one
    ("26日前往北京", "26日=2020-07-26"),
    ("26日内蒙古", "26日=2020-07-26"),
    ("今日本报讯", "今日=2020-08-10"),
    ("8月4日晚会见", "8月4日晚=2020-08-04"),
    ("8月4日晚会上", "8月4日=2020-08-04"),
])
def test_find_dates(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("8月4日，5日", "8月4日=2020-08-04 5日=2020-08-05"),
    ("12月31日", "12月31日=2020-12-31"),
    ("5日，今天，本周三", "5日=? 今天=? 本周三=?"),
    ("去年3月5日", "去年3月5日=2019-03-05"),
])
def test_with_a_year_alone(text, expected):
    assert told(text, None, 2020) == expected


def test_with_neither_day_nor_year():
    assert told("8月4日，昨天，2019年3月5日，6日", None) == "8月4日=? 昨天=? 2019年3月5日=2019-03-05 6日=2019-03-06"


def test_a_leap_day_is_the_last_there_was():
    assert told("2月29日", date(2021, 3, 15)) == "2月29日=2020-02-29"


@given(DAYS, st.integers(0, 300))
def test_a_month_and_day_is_found_again(published, ago):
    day = published - timedelta(days=ago)
    assert [m.first for m in find_dates(f"{day.month}月{day.day}日，会议召开。", published)] == [day]


@given(DAYS, st.integers(0, 15))
def test_a_bare_day_is_found_again(published, ago):
    day = published - timedelta(days=ago)
    assert [m.first for m in find_dates(f"{day.day}日，会议召开。", published)] == [day]


PIECES = ["8", "３1", "0", "年", "月", "日", " ", "至", "—", "、", "今天", "去年", "次日", "当", "2020年", "八", "十",
          "。", "上周", "前", "号"]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.none() | DAYS, st.none() | st.integers(1, 9999))
def test_offsets_hold_and_nothing_overlaps(text, published, year):
    mentions = find_dates(text, published, year)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(m.first and m.first <= m.last for m in mentions if m.last)


@pytest.mark.parametrize("value", [
    "2020-08-10", "20200810", "2020/8/10", "2020年8月10日", " 2020年 8月 10日", "２０２０-8-10"])
def test_parse_day(value):
    assert parse_day(value) == MONDAY


@pytest.mark.parametrize("value", [
    "", "8月10日", "2020-02-30", "2020-13-01", "2020-00-10", "10.8.2020", "2020-8/10", "0000-01-01"])
def test_parse_day_says_what_it_takes(value):
    with pytest.raises(InputError, match="2020年8月10日"):
        parse_day(value)


@pytest.mark.parametrize(("text", "expected"), [
    ("某某日报\n2020年8月10日 星期一\n本报讯", (MONDAY, 2020)),
    ("某某日报 2020 年 8 月 10 日（星期一）第2版", (MONDAY, 2020)),
    ("会议召开\n发布时间：2020-08-10 08:15\n来源", (MONDAY, 2020)),
    ("召开2020年第三季\n度会议，争取2025年建成，2019年", (None, 2020)),
    ("2020年8月7日召开，2019年3月2日，2020年8月", (None, 2020)),
    ("（某办〔2020〕11号）2019年", (None, 2020)),
    ("争取2025年建成，2019年以来", (None, None)),
    ("2020年13月40日 星期一", (None, None)),
    ("", (None, None)),
])
def test_infer_published(text, expected):
    assert infer_published(text) == expected


@pytest.mark.parametrize("value", ["2019", "2019-03", "2019-03-07", "2020-02-29"])
def test_partial_dates(value):
    assert is_partial_date(value)


@pytest.mark.parametrize("value", [
    "", "19", "2019-3", "2019-13", "2019-02-29", "2019-00", "2019-03-00", "0000", "2019年", "2019-03-07T00"])
def test_no_partial_dates(value):
    assert not is_partial_date(value)


@pytest.mark.parametrize(("start", "end", "day", "expected"), [
    ("2019", "2019", date(2019, 12, 31), True),
    ("2019", "2019", date(2020, 1, 1), False),
    ("2019-03", None, date(2019, 3, 1), True),
    ("2019-03", None, date(2019, 2, 28), False),
    (None, "2019-02", date(2019, 2, 28), True),
    (None, "2019-02-27", date(2019, 2, 28), False),
    (None, None, date(1949, 10, 1), True),
])
def test_covers(start, end, day, expected):
    assert covers(start, end, day) is expected


def test_covers_refuses_what_is_no_date():
    with pytest.raises(InputError, match="2019-3"):
        covers("2019", "2019-3", MONDAY)
