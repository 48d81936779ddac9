"""One happening, many tellings: which events of the store are one, decided from the reports alone.

Two tellings are compared (`compare`); those that agree enough are put together, best first, as long as every member of a group
agrees with every other one: a chain of half likenesses makes no group. What people judged goes before. The result depends
on the set of tellings and judgements, not on their order, and can be made anew for a few of them: `regroup` looks only as
far as tellings hang together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import combinations, product

from tracker.happenings.compare import agrees, compare, score
from tracker.happenings.journeys import beside
from tracker.happenings.signs import Sign, figure
from tracker.happenings.telling import Telling
from tracker.judgements import EVENT, State

__all__ = ["Sign", "Telling", "compare", "group", "linked", "pairs", "regroup", "score"]

Load = Callable[[Collection[str]], Iterable[Telling]]


def keys(told: Telling) -> frozenset[str]:
    """Where others of the same happening are looked for: the days (ISO) of a telling, of a visit those around them too, its
    report, and what that shares with its reprints."""
    days = beside(told.days) if told.type == "visit" else told.days
    return frozenset((*(day.isoformat() for day in days), told.report, *((told.story,) if told.story else ())))


def _blocks(told: Telling) -> list[str]:
    """What two tellings of one happening share: a day or the report; two visits a day near both; or the sentence in reprints."""
    near = [f"visit {day.isoformat()}" for day in beside(told.days)] if told.type == "visit" else []
    return [*(day.isoformat() for day in told.days), told.report, *near]


def pairs(tellings: Iterable[Telling]) -> list[tuple[Telling, Telling]]:
    """The pairs that can be one happening: on one day or in one report, with a name or the name of the happening in common;
    visits may be some days apart."""
    places: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for told in sorted(tellings, key=lambda told: told.id):
        if told.saying:
            places["", "\n".join(told.saying)].append(told)
        for place, name in product(_blocks(told), {*told.names, told.called} - {""}):
            places[place, name].append(told)
    found = {(one.id, other.id): (one, other) for block in places.values() for one, other in combinations(block, 2)}
    return [found[ids] for ids in sorted(found)]


def linked(tellings: Collection[Telling], state: State, scores: dict[tuple[str, str], float] | None = None
           ) -> dict[tuple[str, str], float]:
    """The scores of the pairs that are put together as long as the other members of their groups agree, by id.

    `scores` are those that are known already; the others are added.
    """
    scores = {} if scores is None else scores
    for one, other in pairs(tellings):
        if (one.id, other.id) not in scores:
            scores[one.id, other.id] = score(one, other)
    return {(one, other): value for (one, other), value in scores.items()
            if value >= figure("thresholds", "join") and not state.different(EVENT + one, EVENT + other)}


def group(tellings: Collection[Telling], state: State) -> dict[str, str]:
    """Of each telling the id of its happening: the smallest id of those that are one with it."""
    return _grouped({told.id: told for told in tellings}, linked(tellings, state), state)


def _grouped(known: Mapping[str, Telling], links: Mapping[tuple[str, str], float], state: State) -> dict[str, str]:
    # What was judged to be one, or stands in reprints, is a unit: it agrees with others as its best member does.
    units, first = _units(known, state)
    members: dict[str, list[str]] = defaultdict(list)
    for id in sorted(known):
        members[units[id]].append(id)
    groups = {unit: [unit] for unit in members}
    at = {unit: unit for unit in members}

    def together(one: str, other: str) -> bool:
        if state.different(EVENT + one, EVENT + other):
            return False
        return any(agrees(compare(known[a], known[b])) for a, b in product(members[one], members[other])
                   if first[a] == a and first[b] == b)

    for (a, b), _ in sorted(links.items(), key=lambda link: (-link[1], link[0])):
        if first[a] != a or first[b] != b:
            continue
        one, other = sorted((at[units[a]], at[units[b]]))
        if one != other and all(together(x, y) for x, y in product(groups[one], groups[other])):
            groups[one] += groups.pop(other)
            at |= dict.fromkeys(groups[one], one)
    happenings: dict[str, str] = {}
    for whole in groups.values():
        ids = [id for unit in whole for id in members[unit]]
        happenings |= dict.fromkeys(ids, min(ids))
    return happenings


def _units(known: Mapping[str, Telling], state: State) -> tuple[dict[str, str], dict[str, str]]:
    """Of each telling the unit that it belongs to, by the smallest id of its tellings, and which of those that are again the same
    sentence in a reprint was printed first: that one alone is compared with others, as a reprint may have a later day.

    Where people judged two that stand in one unit to be different, the reprints count as any other telling.
    """
    units = {id: min((side.removeprefix(EVENT) for side in state.same(EVENT + id) if side.removeprefix(EVENT) in known),
                     default=id) for id in known}
    first = {id: id for id in known}
    said: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id in sorted(known):
        if key := known[id].saying:
            said[key].append(id)
    members: dict[str, list[str]] = defaultdict(list)
    for id, unit in units.items():
        members[unit].append(id)
    for ids in sorted(said.values()):
        joined = sorted({units[id] for id in ids})
        whole = [id for unit in joined for id in members[unit]]
        once = len({known[id].report for id in ids}) == len(ids)  # a report that says it twice tells of two
        if len(ids) > 1 and once and not any(state.different(EVENT + a, EVENT + b) for a, b in combinations(whole, 2)):
            members |= {joined[0]: whole}
            units |= dict.fromkeys(whole, joined[0])
            first |= dict.fromkeys(ids, min(ids, key=lambda id: known[id].printed))
    return units, first


def regroup(load: Load, wanted: Collection[str], state: State) -> dict[str, str]:
    """The happenings of the tellings on the days and in the reports `wanted`, and of all that hang together with these.

    `load` gives the tellings on days, in reports, or of ids (as `e:…`); it may give more.
    """
    known: dict[str, Telling] = {}
    links, scores = dict[tuple[str, str], float](), dict[tuple[str, str], float]()
    asked, open, first = set[str](), set[str](), set(wanted)
    new = set(first)
    while new:
        fresh = {told.id: told for told in load(sorted(new)) if told.id not in known}
        asked |= new
        known |= fresh
        links = linked(known.values(), state, scores)
        open |= {id for id, told in known.items() if keys(told) & first}
        open = _together(open, links, state)
        new = {place for id in open & known.keys() for place in keys(known[id])} | {EVENT + id for id in open - known.keys()}
        new -= asked
    open &= known.keys()
    return _grouped({id: known[id] for id in open}, {pair: value for pair, value in links.items() if set(pair) <= open}, state)


def _together(some: Collection[str], links: Iterable[tuple[str, str]], state: State) -> set[str]:
    """All that hang together with `some` by links and by what was judged to be one."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        beside[one].add(other)
        beside[other].add(one)
    found, queue = set(some), sorted(some)
    for id in queue:  # which grows meanwhile
        judged = {side.removeprefix(EVENT) for side in state.same(EVENT + id)}
        more = sorted((beside[id] | judged) - found)
        found.update(more)
        queue += more
    return found
