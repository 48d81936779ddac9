"""Systems that say who each name in some reports is, behind one interface.

A further one is a function of the type `System` and a line in SYSTEMS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tracker.resolve import Resolver, appearances
from tracker.roster import PROVISIONAL, Roster
from tracker.types import Extraction, Post, Resolution, Tenure


@dataclass(frozen=True, slots=True)
class Decision:
    """The person that a name was linked to, of the roster, or new, with a provisional id; whoever is unsure has any id."""

    person: str
    status: Literal["linked", "new", "unsure"]


Key = tuple[str, str]  # the id of the report, the name
System = Callable[[Roster, Sequence[Extraction]], Mapping[Key, Decision]]


def exact(roster: Roster, reports: Sequence[Extraction]) -> dict[Key, Decision]:
    """Whoever bears a name of the roster is the first there who bears it; all others of one name are one new person."""
    found = {}
    for report in reports:
        for person in report.people:
            ids = roster.find(person.name)
            found[report.report.id, person.name] = (Decision(ids[0], "linked") if ids
                                                    else Decision(PROVISIONAL + person.name, "new"))
    return found


def resolver(roster: Roster, reports: Sequence[Extraction]) -> dict[Key, Decision]:
    """`tracker.resolve.Resolver`, all names of one kind together, as the database decides them."""
    found = Resolver(roster).decide(one for report in reports for one in appearances(report))
    return {key: Decision(one.person_id or "".join(key), _status(one)) for key, one in found.items()}


def _status(found: Resolution) -> Literal["linked", "new", "unsure"]:
    assert found.status != "byline"  # the bench has none
    return found.status


def nomenklatura(roster: Roster, reports: Sequence[Extraction]) -> dict[Key, Decision]:
    """nomenklatura's matcher over FtM entities of the schema Person, in the way that its `xref` uses it.

    The algorithm is the package's `DefaultAlgorithm` (RegressionV1, a logistic regression trained by its makers) with the
    default configuration. It names no threshold of its own: its command merges above one that the user gives, its training
    reports 0.5, 0.7 and 0.9. Here a pair is one person from 0.7 on, at which OpenSanctions' matching service calls a result a
    match too. A Person of the roster has its name and aliases, the posts with the years of the tenures as `position` (a Person
    has no other property for them), and the country; one of a report the name, the printed posts and the country.

    The best of the roster is taken, of equal ones the first; who has none there is compared with those found to be new before.
    Candidates bear the same name, as everybody in the bench who is meant does. Needs `pip install nomenklatura`.
    """
    from followthemoney import model  # type: ignore[import-not-found,unused-ignore]
    from nomenklatura.matching import DefaultAlgorithm  # type: ignore[import-not-found,unused-ignore]
    from nomenklatura.matching.types import ScoringConfig  # type: ignore[import-not-found,unused-ignore]

    config = ScoringConfig.defaults()

    def entity(id: str, names: Iterable[str], positions: Iterable[str]) -> Any:
        made = model.make_entity("Person")
        made.id = id
        made.add("name", list(names))
        made.add("position", list(positions))
        made.add("country", "cn")
        return made

    known = {person.id: entity(person.id, (person.name, *person.aliases), map(_held, person.tenures))
             for person in roster.people.values()}
    new: dict[str, list[Any]] = defaultdict(list)
    found = {}
    for report in reports:
        for person in report.people:
            query = entity(PROVISIONAL + report.report.id + person.name, [person.name], map(_printed, person.posts))
            decision = None
            for status, candidates in (("linked", [known[id] for id in roster.find(person.name)]), ("new", new[person.name])):
                scores = [DefaultAlgorithm.compare(query, one, config).score for one in candidates]
                if scores and max(scores) >= 0.7:
                    decision = Decision(candidates[scores.index(max(scores))].id, "linked" if status == "linked" else "new")
                    break
            if decision is None:
                new[person.name].append(query)
                decision = Decision(query.id, "new")
            found[report.report.id, person.name] = decision
    return found


def _printed(post: Post) -> str:
    return (post.org or "") + post.title


def _held(tenure: Tenure) -> str:
    return f"{_printed(tenure.post)} ({(tenure.start or '')[:4]}–{(tenure.end or '')[:4]})"


SYSTEMS: dict[str, System] = {"exact": exact, "resolver": resolver, "nomenklatura": nomenklatura}
