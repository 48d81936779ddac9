"""The comparers: small questions about two tellings, each answered with a weight and words, or with nothing.

Names are compared as the two reports print them: on one day, in one matter, the same name is the same person. So what is one
happening does not hang on who is who. The figures are in lexicon/happenings.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from tracker.happenings import journeys
from tracker.happenings.signs import Sign, figure
from tracker.happenings.signs import sign as _sign
from tracker.happenings.telling import SORT, Telling, bare, grams, table
from tracker.text import squeeze
from tracker.types import EventType

_DIRECT: frozenset[EventType] = frozenset({"meeting", "call", "message"})  # between two, who seldom do it twice a day
_COUNT = re.compile("第?([一二三四五六七八九十百\\d]+)([次届轮场期])")
_ANOTHER = re.compile(r"(?<!\d)(?:19|20)\d\d年|年前|去年|[前往]年")  # of an undated telling: it is of long ago
_JOURNEYS: frozenset[EventType] = frozenset({"inspection", "condolence", "visit"})
_LIST = 8  # so many names are seldom all that were there


def _at(name: str) -> float:
    return figure("thresholds", name)


@cache
def _near() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split("+")) for pair in table("types")["near"].split())


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set the other one holds."""
    return len(one & other) / max(1, min(len(one), len(other)))


def kind(one: Telling, other: Telling) -> Sign | None:
    """Whether the types are the same, or such that one happening may be told as either."""
    if one.type == other.type:
        return None
    types = frozenset({one.type, other.type})
    return _sign("near type" if types in _near() else "other type", f"told as {one.type} and as {other.type}")


def day(one: Telling, other: Telling) -> Sign | None:
    """Whether the days overlap; an undated telling of a report may be on any day that the report tells."""
    free = one.report == other.report and not (one.date and other.date)
    if not free and not set(one.days) & set(other.days):
        return _sign("other day", "other day")
    if one.date and other.date:
        return _sign("same day", "on one day")
    if any(not told.date and _ANOTHER.search(told.words) for told in (one, other)):
        return _sign("other time", "one speaks of another year")
    return _sign("no day", "no day is told")


def principals(one: Telling, other: Telling) -> Sign | None:
    """Whether host and guest, sender and recipient, or those appointed are the same."""
    less, more = sorted((one, other), key=lambda told: len(told.principals))
    if not less.principals:
        return None
    lacking = less.principals - more.principals
    if lacking - more.names or (lacking and not less.hosts & more.hosts):
        return _sign("other principal", "other guest" if one.principals & other.principals else "other people")
    if one.senders and other.senders and not one.senders & other.senders:
        return _sign("other way", "one is the answer to the other")
    both = len(less.principals) > 1
    if one.type == other.type == "appointment":
        whole = one.report != other.report or one.principals == other.principals
        return _sign("same principals" if whole else "more principals", "the same are appointed")
    if both and {one.type, other.type} - _DIRECT:
        return _sign("same party", "same hosts and guests")
    if one.principals == other.principals:
        if both:
            return _sign("same principals", "same host and guests")
        return _sign("nobody met", "neither says who was met") if one.type == "meeting" else None
    # The reader may have missed a name that the report prints.
    printed = squeeze(less.words + (less.headline or ""))
    if all(name in printed for name in more.principals - less.names):
        return _sign("unread principal", "the same names are printed")
    if both:
        return _sign("another guest" if one.type == "meeting" else "more principals", "one names more of them")
    return None if {one.type, other.type} - _DIRECT else _sign("no guest", "only one says who was met")


def leaders(one: Telling, other: Telling) -> Sign | None:
    """Whether the same chaired or led."""
    if not one.leaders or not other.leaders:
        return None
    shared = sorted(one.leaders & other.leaders)
    return _sign("same leader", f"led by {'、'.join(shared)}") if shared else _sign("other leader", "led by others")


def _same_name(one: Telling, other: Telling) -> bool:
    """Whether both bear a name that only one happening has."""
    short, long = sorted((one.called, other.called), key=len)
    return len(_COUNT.sub("", short)) >= _at("long name") and long.endswith(short)


def _within(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in their order."""
    rest = iter(long)
    return all(char in rest for char in short)


def company(one: Telling, other: Telling) -> Sign | None:
    """Whether most of those whom the shorter list names stand in the longer."""
    shared, least = len(one.names & other.names), min(len(one.names), len(other.names))
    if not shared and least:
        sole = _same_name(one, other) and len(min(one.called, other.called, key=len)) >= _at("sole name")
        known = bool(one.date and other.date)
        return _sign("one gathering" if known and sole else "none shared" if known else "strangers", "nobody is in both")
    known = (one.principals == other.principals and len(one.principals) > 1) or _same_name(one, other)
    if not known and one.names - other.names and other.names - one.names and (least < _LIST or shared / least < 0.8):
        return _sign("few shared", f"{shared} of {least} are the same, and each names others")
    short, long = sorted((one.called, other.called), key=len)
    if short and long.endswith(short) and shared == least == len(one.names & other.names) < 2:
        return _sign("same people", f"of both is told {'、'.join(sorted(one.names & other.names))}")
    counted = shared - len(one.principals & other.principals)
    return _sign("many shared", f"{shared} of {least} are the same") if counted > 1 and shared / least > 0.6 else None


def called(one: Telling, other: Telling) -> Sign | None:
    """Whether the names of the happenings are the same."""
    if not one.called or not other.called:
        sort = next((told.trigger for told in (one, other) if not told.called), "")
        name = one.called or other.called
        fits = name.endswith(sort) or not sort
        return _sign("one name" if fits else "other sort", f"only one is called {name}") if name else None
    counts = [{unit: number for number, unit in _COUNT.findall(told.called)} for told in (one, other)]
    if any(counts[0][unit] != counts[1][unit] for unit in counts[0].keys() & counts[1].keys()):
        return _sign("other number", f"{one.called} is not {other.called}")
    short, long = sorted((one.called, other.called), key=len)
    if long.endswith(short):
        before = long.removesuffix(short)
        if _COUNT.search(short) and before and not _same_name(one, other):
            told = other if one.called == long else one
            if before not in bare(told.words + (told.headline or "")):
                return _sign("half name", f"{short} need not be {long}")
        alike = "same name" if short == long else "like name"
        return _sign(alike if _same_name(one, other) else "plain name", f"both are called {short}")
    if _COUNT.split(short)[-1] == _COUNT.split(long)[-1] and _within(short, long):
        return _sign("abbreviated name", f"{short} is short for {long}")
    near = _share(grams(short), grams(long)) >= _at("like name")
    return _sign("half name" if near else "other name", f"{one.called} is not {other.called}")


def half(one: Telling, other: Telling) -> Sign | None:
    """Whether they tell the same half of the day."""
    if not one.half or not other.half:
        return None
    if one.half == other.half:
        return _sign("same half", f"both in the {one.half}")
    return _sign("other session" if _same_name(one, other) else "other half", f"in the {one.half} and in the {other.half}")


def place(one: Telling, other: Telling) -> Sign | None:
    """Whether one place holds the name of the other, or the other sentence does; that of a journey tells most."""
    places = [squeeze(told.place or "") for told in (one, other)]
    short, long = sorted(places, key=len)
    # Whoever travels through a province stops at several places of it; but two may tell the same tour by its name.
    tour = short == long and (one.trigger in other.trigger or other.trigger in one.trigger)
    large = "inspection" in (one.type, other.type) and len(short or long) <= _at("short place") and not tour
    stop = "stop" if {one.type, other.type} & _JOURNEYS and not large else "place"
    printed = any(len(name) > SORT and name in squeeze(told.words) for name, told in zip(places, (other, one), strict=True))
    if printed or (short and (_within(short, long) or _share(grams(short), grams(long)) >= _at("like place"))):
        return _sign(f"same {stop}", f"both at {short or long}")
    if short:
        return _sign(f"other {stop}", f"{short} is not {long}")
    return _sign("no stop", "no place tells which") if one.type == other.type == "inspection" else None


def verb(one: Telling, other: Telling) -> Sign | None:
    """Whether the verbs say the same, or of ceremonies the nouns."""
    if "conference" in (one.type, other.type) or not one.trigger or not other.trigger:
        return None
    ways = [{way for way, words in table("verbs").items()
             if any(word in told.trigger for word in words.split())} for told in (one, other)]
    if not ways[0] & ways[1] and all(ways):
        return _sign("opposite verb", f"{one.trigger} is not {other.trigger}")
    press = [f"{told.trigger}{table('formula')['press']}" in told.words.replace("了", "") for told in (one, other)]
    if press[0] != press[1]:
        return _sign("press", "the journalists were met, and the guest")
    same = one.trigger in other.trigger or other.trigger in one.trigger
    if same:
        return _sign("same verb", f"both {one.trigger}")
    near = any({one.trigger, other.trigger} <= set(group.split()) for group in table("alike").values())
    what = "near verb" if near else "other sort" if one.type == "ceremony" else "other verb"
    return _sign(what, f"{one.trigger}, and {other.trigger}")


def _without_names(mine: frozenset[str], theirs: frozenset[str], one: Telling, other: Telling) -> list[frozenset[str]]:
    """The pairs of characters without those of the names of two happenings, which are compared by themselves."""
    names = grams(one.called) | grams(other.called) if one.called and other.called else frozenset()
    return [mine - names, theirs - names]


def words(one: Telling, other: Telling) -> Sign | None:
    """Whether the sentences share what is no formula; a sentence beside itself says nothing."""
    if one.report == other.report and one.words == other.words:
        return None
    mine, theirs = _without_names(one.telling_words, other.telling_words, one, other)
    short, long = sorted((squeeze(one.words), squeeze(other.words)), key=len)
    whole = len(short) >= _at("sentence") and short.rstrip("。") in long
    if min(len(mine), len(theirs)) < _at("pairs") and not whole:
        return None
    share = 1.0 if whole else _share(mine, theirs)
    for name, text in (("same words", "told in nearly the same words"), ("like words", "told in like words")):
        if share >= _at(name):
            return _sign(name, text)
    return _sign("other words", "told in other words") if share <= _at("other words") else None


def headline(one: Telling, other: Telling) -> Sign | None:
    """Whether the headlines of two reports share what is no formula."""
    mine, theirs = _without_names(one.heading, other.heading, one, other)
    if one.report == other.report or min(len(mine), len(theirs)) < _at("pairs"):
        return None
    alike = _share(mine, theirs) >= _at("same words")
    return _sign("same headline", "nearly the same headline") if alike else None


def report(one: Telling, other: Telling) -> Sign | None:
    """Whether one report tells both: it would have told one happening once."""
    if one.report != other.report:
        return None
    same = one.words == other.words
    return _sign("same sentence" if same else "same report", f"one {'sentence' if same else 'report'} tells both")


Comparer = Callable[[Telling, Telling], Sign | None]
COMPARERS: tuple[Comparer, ...] = (kind, day, principals, leaders, company, called, half, place, verb, words, headline, report)
VISITS: tuple[Comparer, ...] = (journeys.traveller, journeys.land, journeys.stay, words, report)


def again(one: Telling, other: Telling) -> bool:
    """Whether both are the same sentence about the same people in two reports of which one is a reprint of the other."""
    return one.saying is not None and one.saying == other.saying and one.report != other.report


def compare(one: Telling, other: Telling) -> tuple[Sign, ...]:
    """What all comparers found, whichever is given first; their weights add up. The same sentence in a reprint says all: the days
    of the two may be those on which they were printed."""
    if again(one, other):
        return (_sign("reprint", "the same sentence in a reprint"),)
    one, other = sorted((one, other), key=lambda told: told.id)
    comparers = VISITS if one.type == other.type == "visit" else COMPARERS
    return tuple(sign for comparer in comparers if (sign := comparer(one, other)))


def agrees(signs: tuple[Sign, ...]) -> bool:
    """Whether two tellings can be of one happening where others say so: the sum is not too low, and nothing contradicts."""
    low = figure("thresholds", "contradiction")
    return sum(sign.weight for sign in signs) >= figure("thresholds", "agree") and all(sign.weight > low for sign in signs)


def score(one: Telling, other: Telling) -> float:
    """The sum of the weights."""
    return round(sum(sign.weight for sign in compare(one, other)), 2)
