"""Rosters as FollowTheMoney: one entity a line, as Aleph and OpenSanctions exchange them.

    Person         name, alias
    Organization   name, abbreviation (short forms), parent, address (place)
    Position       name (organisation and title), organization
    Occupancy      holder, post, startDate, endDate, sourceUrl (or publisher, where the source is no address)
    Membership     member, organization, role, dates and source as above: where the title only says that somebody belongs
    Succession     predecessor, successor: of organisations

The format holds everything that a roster holds, but not the order of aliases once a program keeps them as sets. An organisation
that only a post, a parent or a successor names is marked with the keyword `named only`, so that reading does not list it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from tracker import lexicon
from tracker.roster.index import Roster
from tracker.types import Organisation, Post, RosterPerson, Tenure

NAMED_ONLY = "named only"
_SHAPE = "utf8-"  # how an id begins that holds another one, in hexadecimal digits
_ID = re.compile(r"(?!utf8-|org-|post-|held-|after-)[0-9a-zA-Z](?:[0-9a-zA-Z.\-]{0,198}[0-9a-zA-Z])?")
_URL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[!-~]*)?")

Entity = dict[str, Any]


def written(roster: Roster) -> str:
    """The people, organisations, posts and tenures, each an entity on a line of its own."""
    seen: set[str] = set()
    lines = []
    for entity in _entities(roster):
        if entity["id"] not in seen:
            seen.add(entity["id"])
            lines.append(json.dumps(entity, ensure_ascii=False) + "\n")
    return "".join(lines)


def shaped(id: str) -> str:
    """The id as the format allows it: letters, digits, dots and hyphens; others as `utf8-` with their bytes in hexadecimal."""
    return id if _ID.fullmatch(id) else _SHAPE + id.encode().hex()


def unshaped(id: str) -> str:
    """The id that `shaped` made this one of."""
    try:
        inner = bytes.fromhex(id.removeprefix(_SHAPE)).decode() if id.startswith(_SHAPE) else id
    except ValueError:
        return id
    return inner if inner and shaped(inner) == id else id


def titled(org: str, title: str) -> str:
    """The name of a position: the organisation and the title in one, as Chinese writes them, or parted by a blank."""
    return f"{org} {title}" if org and org[-1].isascii() and title[:1].isascii() else org + title


def untitled(org: str, name: str) -> str:
    """The title alone, where the name of a position begins with the organisation."""
    return (name.removeprefix(org).strip() or name) if org else name


def members() -> tuple[str, ...]:
    """The titles that say no more than that somebody belongs; the first is the plainest."""
    return lexicon.load().words("seats", "members")


def _entities(roster: Roster) -> Iterator[Entity]:
    plain = frozenset(members())
    for body in roster.organisations.values():
        yield from _organisation(body, roster)
    for person in roster.people.values():
        yield entity(shaped(person.id), "Person", name=person.name, alias=person.aliases)
        for tenure in person.tenures:
            yield from _tenure(person, tenure, roster, tenure.post.title in plain)


def _organisation(body: Organisation, roster: Roster) -> Iterator[Entity]:
    yield entity(_org(body.name), "Organization", name=body.name, abbreviation=body.short,
                  parent=_org(body.parent) if body.parent else None, address=body.place)
    for other in (body.parent, body.successor):
        if other and other not in roster.organisations:
            yield _named_only(other)
    if body.successor:
        yield entity(hashed("after", body.name, body.successor), "Succession", predecessor=_org(body.name),
                      successor=_org(body.successor))


def _tenure(person: RosterPerson, tenure: Tenure, roster: Roster, plain: bool) -> Iterator[Entity]:
    org, title = tenure.post.org, tenure.post.title
    source = tenure.source or ""
    told = {"startDate": tenure.start, "endDate": tenure.end,
            "sourceUrl" if _URL.fullmatch(source) else "publisher": source or None}
    id = hashed("held", person.id, org, title, tenure.start, tenure.end, tenure.source)
    if org and org not in roster.organisations:
        yield _named_only(org)
    if org and plain:
        yield entity(id, "Membership", member=shaped(person.id), organization=_org(org), role=title, **told)
        return
    yield _position(tenure.post)
    yield entity(id, "Occupancy", holder=shaped(person.id), post=_post(tenure.post), **told)


def _position(post: Post) -> Entity:
    return entity(_post(post), "Position", name=titled(post.org or "", post.title),
                   organization=_org(post.org) if post.org else None)


def _named_only(name: str) -> Entity:
    return entity(_org(name), "Organization", name=name, keywords=NAMED_ONLY)


def _post(post: Post) -> str:
    return hashed("post", post.org, post.title)


def _org(name: str) -> str:
    return hashed("org", name)


def hashed(kind: str, *parts: str | None) -> str:
    """An id that is the same for the same parts, whatever else is in the roster."""
    return f"{kind}-{sha256(json.dumps(parts).encode()).hexdigest()[:24]}"


def entity(id: str, schema: str, **properties: str | Sequence[str] | None) -> Entity:
    """An entity with the properties that are known, each as a list."""
    return {"id": id, "schema": schema, "properties": {
        name: [value] if isinstance(value, str) else list(value) for name, value in properties.items() if value}}
