"""The occurrences of a recurring event: which happenings bear its name, and which of them is meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.errors import InputError, UnknownEvent
from tracker.expression import FIELDS, parse
from tracker.people import near
from tracker.store import Happening, Store
from tracker.text import fold

_SOME = 12  # how many days or names a message lists


def occasions(store: Store, event: str, since: date | None = None, until: date | None = None) -> list[Happening]:
    """The happenings whose name holds `event`, or that a search expression with a field finds (name:王毅 type:meeting), in order
    of the day. InputError where there is none, with the names that are like it."""
    if not event.strip():
        raise InputError("no event named; give words of its name, or an expression such as org:国务院 type:conference")
    found = (store.recurring(None, parse(event), since, until) if _is_expression(event)
             else store.recurring(event.strip(), None, since, until))
    if not found:
        raise _none(store, event, since, until)
    return found


def _is_expression(event: str) -> bool:
    return any(f"{field}:" in fold(event).lower() for field in FIELDS)


def _none(store: Store, event: str, since: date | None, until: date | None) -> InputError:
    if since or until:
        days = _days(occasions(store, event))
        return InputError(f"no event {event} between {since or 'the first day'} and {until or 'the last day'}; it was on {days}")
    if _is_expression(event):
        return InputError(f"no event fulfils {event}; try it with `tracker search`")
    names = store.event_names()
    like = near(event, names) or list(names)[:5]
    return InputError(f"no event whose name holds {event}" + (f"; there are {', '.join(like)}" if like else ""))


def _days(found: Sequence[Happening]) -> str:
    days = list(dict.fromkeys(str(one.days[0]) for one in found if one.days))
    if not days:
        return "no known day"
    rest = f" and {len(days) - _SOME} more" if len(days) > _SOME else ""
    return ", ".join(days[-_SOME:]) + rest


def occasion(store: Store, event: str | None, which: str | date) -> Happening:
    """The happening on a day of a recurring event, or the one that an event id tells. InputError, UnknownEvent."""
    if event is None:
        found = store.happening(str(which))
        if found is None:
            raise UnknownEvent(f"no event {which}; take an event_id of a timeline, or name the event and give days by --between")
        return found
    assert isinstance(which, date)
    all = occasions(store, event)
    there = [one for one in all if one.days and one.days[0] <= which <= one.days[1]]
    if not there:
        raise InputError(f"no event {event} on {which}; it was on {_days(all)}")
    if len(there) > 1:
        told = ", ".join(f"{one.id} ({one.event.name or one.event.trigger})" for one in there[:_SOME])
        raise InputError(f"{len(there)} events {event} on {which}; compare two by their ids: {told}")
    return there[0]
