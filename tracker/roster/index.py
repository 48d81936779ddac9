"""The roster in memory: who bears a name, who held a post, which organisation a short form stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property

from tracker.text import squeeze
from tracker.types import Organisation, RosterPerson

PROVISIONAL = "p:"  # how the ids of people in no roster begin


def provisional(name: str, *where: str) -> str:
    """The id of somebody in no roster: of the only or first one of the name, or of one who is told apart by `where`."""
    digest = hashlib.sha256("\x1f".join([squeeze(name), *where]).encode("utf-8", "surrogatepass")).hexdigest()
    return PROVISIONAL + digest[:12]


class Roster:
    """Known people by id, and organisations by full name; each look-up is one in an index."""

    def __init__(self, people: Iterable[RosterPerson] = (), organisations: Iterable[Organisation] = ()) -> None:
        self.people: dict[str, RosterPerson] = {person.id: person for person in sorted(people, key=lambda p: p.id)}
        self.organisations: dict[str, Organisation] = {
            body.name: body for body in sorted(organisations, key=lambda body: body.name)}
        self._ids: dict[str, list[str]] = {}
        for person in self.people.values():
            for key in dict.fromkeys(squeeze(name) for name in (person.name, *person.aliases)):
                self._ids.setdefault(key, []).append(person.id)

    def find(self, name: str) -> tuple[str, ...]:
        """The ids, in order, of all who bear `name` as name or alias; blanks inside it do not count."""
        return tuple(self._ids.get(squeeze(name), ()))

    def organisations_named(self, name: str) -> tuple[Organisation, ...]:
        """The organisations that bear `name`: the one whose full name it is, else all that it is a short form of."""
        return tuple(self._bodies.get(squeeze(name), ()))

    def forms(self, org: str) -> tuple[str, ...]:
        """`org` and the other ways to write the organisations that it may stand for: full names, and the short forms
        that no other organisation shares."""
        forms = {org: None}
        for body in self.organisations_named(org):
            forms[body.name] = None
            forms |= {short: None for short in body.short if self.organisations_named(short) == (body,)}
        return tuple(forms)

    def holders(self, org: str | None, title: str) -> tuple[str, ...]:
        """The ids, in order, of all who ever held the post, under whichever form of the organisation's name.

        Blanks do not count, nor where organisation and title are cut: 青河市委 + 宣传部部长 is 青河市委宣传部 + 部长.
        Without `org`, those whose title alone reads so (a fused title, or one that begins with the organisation).
        """
        keys = [squeeze(form + title) for form in (self.forms(org) if org else ("",))]
        return tuple(sorted({id for key in keys for id in self._posts.get(key, ())}))

    @cached_property
    def _bodies(self) -> dict[str, list[Organisation]]:
        full = {squeeze(body.name): [body] for body in self.organisations.values()}
        shorts: dict[str, list[Organisation]] = {}
        for body in self.organisations.values():
            for key in {squeeze(short) for short in body.short}:
                if key not in full:
                    shorts.setdefault(key, []).append(body)
        return full | shorts

    @cached_property
    def _posts(self) -> dict[str, dict[str, None]]:
        """The ids by the words of the post."""
        posts: dict[str, dict[str, None]] = {}
        for person in self.people.values():
            for tenure in person.tenures:
                posts.setdefault(squeeze((tenure.post.org or "") + tenure.post.title), {})[person.id] = None
        return posts
