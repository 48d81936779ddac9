"""Search expressions as conditions on the events of the store, or on its reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.expression import AllOf, Expression, Not, OneOf, Term
from tracker.store.schema import ALIAS, APPEARANCE, EVENT, ONE, PARTICIPATION, PERSON, POST, REPORT
from tracker.store.words import holding
from tracker.text import squeeze

Condition = sa.ColumnElement[bool]
Events = sa.Select[Any] | sa.CompoundSelect[Any]  # a question for the ids of events
DAY = sa.func.coalesce(EVENT.c.date, REPORT.c.published)  # of an event: its own, else that of publication


def found(c: sa.Connection, expression: Expression) -> sa.Select[Any]:
    """The ids of the events that fulfil an expression."""
    return sa.select(EVENT.c.id).join(REPORT).where(events(c, expression)).correlate(None)


def one_with(events: Events) -> Condition:
    """What all tellings of a happening fulfil of which some telling is among `events` (ids)."""
    return ONE.in_(sa.select(ONE).where(EVENT.c.id.in_(events)).correlate(None))


def events(c: sa.Connection, expression: Expression) -> Condition:
    """The condition on events; their reports must be joined. `name` and `attended` are whoever takes part in the event, `org`
    and `role` those of one of them."""
    return _condition(expression, lambda term: _event(c, term))


def reports(c: sa.Connection, expression: Expression) -> Condition:
    """The condition on reports. `name` and `org` are whoever is named in the report, `attended` who takes part in an event there;
    `type`, `place` and `role` ask for one of its events, and a day is that of publication."""
    return _condition(expression, lambda term: _report(c, term))


def _condition(expression: Expression, term: Callable[[Term], Condition]) -> Condition:
    match expression:
        case Term():
            return term(expression)
        case Not(part):
            return sa.not_(_condition(part, term))
        case AllOf(parts):
            return sa.and_(*(_condition(part, term) for part in parts))
        case OneOf(parts):
            return sa.or_(*(_condition(part, term) for part in parts))


def _event(c: sa.Connection, term: Term) -> Condition:
    part = sa.select(PARTICIPATION.c.event)
    match term.field:
        case "name" | "attended":
            printed = part.join(EVENT, EVENT.c.id == PARTICIPATION.c.event).join(
                APPEARANCE, sa.and_(APPEARANCE.c.report == EVENT.c.report, APPEARANCE.c.name == PARTICIPATION.c.name))
            return sa.or_(EVENT.c.id.in_(printed.where(APPEARANCE.c.key == squeeze(term.value))),
                          EVENT.c.id.in_(part.where(PARTICIPATION.c.person.in_(_bearers(term.value)))))
        case "role":
            return EVENT.c.id.in_(part.where(_among(PARTICIPATION.c.roles, term.value)))
        case "org":
            posts = part.join(EVENT, EVENT.c.id == PARTICIPATION.c.event).join(
                POST, sa.and_(POST.c.report == EVENT.c.report, POST.c.name == PARTICIPATION.c.name))
            return EVENT.c.id.in_(posts.where(holds(POST.c.org, term.value)))
        case "since":
            return _since(sa.func.coalesce(EVENT.c.date_end, DAY), term.value)
        case "until":
            return _until(DAY, term.value)
        case "type":
            return EVENT.c.type == term.value
        case "place":
            return holds(EVENT.c.place, term.value)
        case _:
            return _of_report(c, term)


def _report(c: sa.Connection, term: Term) -> Condition:
    match term.field:
        case "name":
            return REPORT.c.id.in_(sa.select(APPEARANCE.c.report).where(sa.or_(
                APPEARANCE.c.key == squeeze(term.value), APPEARANCE.c.person.in_(_bearers(term.value)))))
        case "org":
            return REPORT.c.id.in_(sa.select(POST.c.report).where(holds(POST.c.org, term.value)))
        case "since":
            return _since(REPORT.c.published, term.value)
        case "until":
            return _until(REPORT.c.published, term.value)
        case "attended" | "role" | "type" | "place":
            return REPORT.c.id.in_(sa.select(EVENT.c.report).where(_event(c, term)))
        case _:
            return _of_report(c, term)


def _of_report(c: sa.Connection, term: Term) -> Condition:
    match term.field:
        case "source":
            return holds(REPORT.c.source, term.value)
        case "region":
            return holds(REPORT.c.region, term.value)
        case "headline":
            return holds(REPORT.c.headline, term.value)
        case _:
            return holding(c, term.value)


def _bearers(value: str) -> sa.ScalarSelect[Any]:
    """The ids of all who bear a name, an alias or an id."""
    key, one = squeeze(value), sa.func.coalesce(PERSON.c.same_as, PERSON.c.id)
    aliases = sa.select(ALIAS.c.person).where(ALIAS.c.key == key)
    bears = sa.or_(PERSON.c.key == key, PERSON.c.id == value, PERSON.c.id.in_(aliases))
    return sa.select(one).where(bears).scalar_subquery()


def _since(day: Any, value: str) -> Condition:
    return sa.and_(day.is_not(None), day >= date.fromisoformat(value))


def _until(day: Any, value: str) -> Condition:
    return sa.and_(day.is_not(None), day <= date.fromisoformat(value))


def holds(column: sa.Column[Any], value: str) -> Condition:
    """That a column holds the value somewhere."""
    return sa.func.coalesce(column, "").contains(value, autoescape=True)


def _among(column: sa.Column[Any], value: str) -> Condition:
    """That a list joined by commas has the value."""
    return ("," + column + ",").contains(f",{value},", autoescape=True)
