"""Search expressions: words and `field:value` terms joined by AND (or nothing), OR, NOT (or -) and brackets.

    name:王毅 AND type:meeting place:北京
    (org:商务部 OR org:外交部) -type:message since:2024-03
    "高质量发展" role:speaker

A value with blanks or brackets stands in quotes. Words without a field are looked for in text and headline of the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, cast, get_args

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError

from tracker.dates import bounds, is_partial_date
from tracker.errors import InputError
from tracker.types import EventType, Role

Field = Literal["name", "attended", "org", "place", "role", "type", "source", "region", "headline", "since", "until", "text"]
FIELDS = tuple(field for field in get_args(Field) if field != "text")

_GRAMMAR = r"""
?start: either
?either: both (_OR both)*
?both: item (_AND? item)*
?item: _NOT item -> no
     | _MINUS item -> no
     | "(" either ")"
     | FIELD value -> term
     | value -> words
value: QUOTED | WORD
FIELD.3: /[A-Za-z]+[:：]/
_OR.2: /OR(?![^\s()])|\|/
_AND.2: /AND(?![^\s()])|&/
_NOT.2: /NOT(?![^\s()])/
_MINUS.2: /-(?=\S)/
QUOTED.2: /"[^"]*"|“[^”]*”/
WORD: /[^\s()"“”|&]+/
%ignore /[\s\u3000]+/
"""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. `value` of since and until is the first or last day that is meant."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What does not fulfil the part."""

    part: Expression


@dataclass(frozen=True, slots=True)
class AllOf:
    """What fulfils every part."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """What fulfils at least one part."""

    parts: tuple[Expression, ...]


Expression = Term | Not | AllOf | OneOf


def parse(words: str) -> Expression:
    """What an expression says. InputError tells the column of what cannot be read, or what a field may hold."""
    try:
        return cast(Expression, _Reader().transform(_parser().parse(words)))
    except VisitError as error:
        if isinstance(error.orig_exc, InputError):
            raise error.orig_exc from error
        raise
    except UnexpectedInput as error:
        raise InputError(f"the expression cannot be read at column {_column(error, words)}: {_left(error, words)!r}; write terms "
                         f"such as name:王毅 joined by AND, OR, NOT and brackets") from error


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic")


def _column(error: UnexpectedInput, words: str) -> int:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return len(words) + 1
    return int(error.column)


def _left(error: UnexpectedInput, words: str) -> str:
    return words[_column(error, words) - 1 :][:20] or "its end"


class _Reader(Transformer[Token, Any]):
    def value(self, tokens: list[Token]) -> str:
        token = tokens[0]
        return str(token[1:-1] if token.type == "QUOTED" else token)

    def term(self, parts: list[Any]) -> Term:
        return _term(str(parts[0])[:-1].lower(), parts[1])

    def words(self, parts: list[str]) -> Term:
        if not parts[0].strip():
            raise InputError("the quotes hold nothing; write words between them")
        return Term("text", parts[0])

    def no(self, parts: list[Expression]) -> Not:
        return Not(parts[0])

    def both(self, parts: list[Expression]) -> Expression:
        return AllOf(tuple(parts))

    def either(self, parts: list[Expression]) -> Expression:
        return OneOf(tuple(parts))


def _term(field: str, value: str) -> Term:
    allowed: dict[str, tuple[str, ...]] = {"type": get_args(EventType), "role": get_args(Role)}
    if field not in FIELDS:
        raise InputError(f"no field {field}; choose from {', '.join(FIELDS)}")
    if value not in allowed.get(field, (value,)):
        raise InputError(f"no {field} {value}; choose from {', '.join(allowed[field])}")
    if not value.strip():
        raise InputError(f"{field}: holds nothing; write a value behind it")
    if field in ("since", "until"):
        return Term(field, _day(field, value).isoformat())  # type: ignore[arg-type]
    return Term(field, value)  # type: ignore[arg-type]


def _day(field: str, value: str) -> date:
    days = bounds(value) if is_partial_date(value) else None
    if days is None:
        raise InputError(f"{value} is no day; write {field}:2024, {field}:2024-03 or {field}:2024-03-15")
    return days[0] if field == "since" else days[1]
