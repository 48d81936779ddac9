"""The frozen types that one stage hands to the next. Offsets are characters of `Report.text`, half open.

Vocabulary: a *mention* names somebody; a *participation* says that the person took part in an *event*, with roles.
To be named is not to take part, so the two are different types and only participations become edges of a graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from itertools import product
from typing import Literal

Label = Literal["PERSON", "TITLE", "ORG", "LOC", "DATE"]
Attendance = Literal["present", "mentioned", "byline"]
EventType = Literal["meeting", "conference", "inspection", "visit", "condolence", "ceremony", "call", "message",
                    "appointment", "other"]
Role = Literal["host", "guest", "lead", "chair", "speaker", "attendee", "accompany", "sender", "recipient", "appointee"]

# What told the day of publication: a field or the head of the file, the user, the text itself, the name of the file or a folder.
Dated = Literal["metadata", "given", "text", "file name", "folder"]

# What a proposal for the roster says of the roster that there is.
Finding = Literal["new person", "new post", "before its start", "after its end", "seat of another"]

# What finds names: the grammars of the lexicon alone, or a trained encoder beside them.
MODELS = ("rules", "fast", "accurate")
DEFAULT_MODEL = "accurate"

# Events without shared physical presence, and roles that never put their bearer in the room.
REMOTE_TYPES: frozenset[EventType] = frozenset({"message", "call", "appointment"})
REMOTE_ROLES: frozenset[Role] = frozenset({"sender", "recipient", "appointee"})


def in_the_room(type: EventType, roles: Iterable[Role]) -> bool:
    """Whether whoever has these roles in an event of this type shared a room with the others."""
    return type not in REMOTE_TYPES and not REMOTE_ROLES.issuperset(roles)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters start to end (half open) of a text."""

    start: int
    end: int

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Reason:
    """What decided a claim: the rule, the words that it went by, the sentence they stand in, the signs for and against,
    and the share of claims with such signs that are right (0 to 1, see `tracker.confidence`)."""

    rule: str
    words: str
    evidence: Span
    signs: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """From character `start` of a document's text on, the file has it on this page and in this column, both from 1."""

    start: int
    page: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file or record as read: its text decoded and normalised once (LF line ends, no BOM), before any offset exists."""

    id: str  # hash of the text
    path: str  # of a file in an archive `archive.zip!/folder/file`
    text: str
    published: Day | None = None
    year: int | None = None  # the year that the text itself speaks of, where `published` is not known
    dated: Dated | None = None  # what told `published`
    source: str | None = None
    region: str | None = None
    url: str | None = None
    headings: tuple[Span, ...] = ()  # lines that the file shows to be headlines, by size of type or by markup
    marks: tuple[Mark, ...] = ()  # where pages and columns begin, in order


@dataclass(frozen=True, slots=True)
class Report:
    """One news article. `origin[i]` is the offset of character i in the document's text, -1 for a character that
    was put in; None where the text is a field of a record and stands there unchanged."""

    id: str
    text: str
    headline: str | None = None
    published: Day | None = None
    source: str | None = None
    document: str | None = None  # Document.id
    path: str | None = None
    year: int | None = None  # what the page itself speaks of, where `published` is not known
    origin: tuple[int, ...] | None = field(default=None, repr=False)
    dated: Dated | None = None  # what told `published`
    region: str | None = None  # the place that a collection is about
    url: str | None = None
    page: int | None = None  # where its body begins in the file, from 1
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely it is, as a trained model reads the words around one mention of a person, that the mention tells of
    taking part in an event of each type, in each role, bodily (`present`), or of having written the report (`byline`).
    Log odds: 0 is even, 2 is 0.88."""

    types: Mapping[EventType, float]
    roles: Mapping[Role, float]
    present: float
    byline: float


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A name, title, organisation, place or date as written in a report."""

    start: int
    end: int
    label: Label
    text: str
    by: str = field(default="", compare=False)  # who marked it: rules, model, or rules+model
    odds: Odds | None = field(default=None, compare=False, repr=False)  # of people, where the tagger weighs who took part

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Post:
    """A seat: a title in an organisation (None where the organisation is fused into the title). Never its holder."""

    org: str | None
    title: str


@dataclass(frozen=True, slots=True)
class RoleClaim:
    """The report says that the bearer of `name` holds `post`; `span` covers the words that say so."""

    name: str
    post: Post
    span: Span
    rule: str = "printed"  # the organisation is so, completed, inherited, left out; or the post is shared, after the name, given


@dataclass(frozen=True, slots=True)
class Participation:
    """`name` took part in an event; `evidence` covers the sentence that first says so, `reasons[i]` speaks for `roles[i]`."""

    name: str
    roles: tuple[Role, ...]
    evidence: Span
    reasons: tuple[Reason, ...] = field(default=(), compare=False)

    @property
    def score(self) -> float:
        """How likely it is that the person took part: as likely as the best of the roles."""
        return max((reason.score for reason in self.reasons), default=1.0)


@dataclass(frozen=True, slots=True)
class Event:
    """A happening that the report tells as having taken place; participants stand in the order printed."""

    type: EventType
    trigger: str
    evidence: Span
    participants: tuple[Participation, ...]
    date: Day | None = None
    date_end: Day | None = None
    place: str | None = None
    name: str | None = None
    reason: Reason | None = field(default=None, compare=False)

    @property
    def score(self) -> float:
        """How likely it is that the event happened so: its type, and most of who took part."""
        return self.reason.score if self.reason else 1.0

    @property
    def met(self) -> Iterator[tuple[str, str]]:
        """The host-guest pairs of a meeting or call, each once."""
        if self.type in ("meeting", "call"):
            hosts = [p.name for p in self.participants if "host" in p.roles]
            guests = [p.name for p in self.participants if "guest" in p.roles]
            yield from ((a, b) for a, b in product(hosts, guests) if a != b)

    @property
    def participations_there(self) -> tuple[Participation, ...]:
        """Who took part bodily, by video or on the telephone: not those who wrote, were written to or were appointed."""
        return tuple(p for p in self.participants if any(r not in REMOTE_ROLES for r in p.roles))

    @property
    def present(self) -> tuple[str, ...]:
        """The names of those who shared a room, in the order printed; empty for events at a distance."""
        return tuple(p.name for p in self.participants if in_the_room(self.type, p.roles))


@dataclass(frozen=True, slots=True)
class Appearance:
    """A name in one report and what tells whose it is: posts, the days on which the report sees the person act (that of
    publication, where it sees none), the source (or the region that is said of it, which tells where it is made better than its
    name), and the names of those who took part in the same events."""

    report: str
    name: str
    posts: tuple[Post, ...] = ()
    days: tuple[Day, ...] = ()
    source: str | None = None
    company: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()  # whom else the report names


Status = Literal["linked", "new", "unsure", "byline"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a name in a report is: somebody of the roster (`linked`), somebody who is in no roster (`new`), or not sure.

    `score` is the sum of what speaks for and against the best of the `candidates`, who bear the name in the roster, best first;
    `reasons` say it in words. `person_id` of somebody new is provisional, and None where it is not sure.
    """

    name: str
    person_id: str | None
    status: Status
    score: float
    reasons: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A named human of one report: the name in full, the posts printed, what the report says of attendance.

    `naming` speaks for the name, `reason` for the attendance, `post_reasons[i]` for `posts[i]`.
    """

    name: str
    attendance: Attendance
    posts: tuple[Post, ...] = ()
    mentions: tuple[Mention, ...] = ()
    person_id: str | None = None  # of the roster, filled by resolve
    naming: Reason | None = field(default=None, compare=False)
    reason: Reason | None = field(default=None, compare=False)
    post_reasons: tuple[Reason, ...] = field(default=(), compare=False)
    resolution: Resolution | None = field(default=None, compare=False)  # filled by resolve


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one report says: what `tracker extract` prints and the store keeps."""

    report: Report
    people: tuple[Person, ...] = ()
    events: tuple[Event, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def met(self) -> tuple[tuple[str, str], ...]:
        """Every host-guest pair of the report's meetings and calls, unordered, once each, in the order told."""
        seen: dict[frozenset[str], tuple[str, str]] = {}
        for event in self.events:
            for pair in event.met:
                seen.setdefault(frozenset(pair), pair)
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who sat in which post from when to when: dates are ISO, whole or partial (2019, 2019-03), None where open."""

    person_id: str
    post: Post
    start: str | None = None
    end: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A human of the roster, with the other forms of the name and the tenures in order of their start."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body of the roster by its full name: the body above it, its short forms, the body that took its place, and where
    it is. `parent` and `successor` are full names, of bodies that the roster need not hold."""

    name: str
    parent: str | None = None
    short: tuple[str, ...] = ()
    successor: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """One naming of a person: the mention, the name in full that it stands for, and the noun phrase with the posts."""

    mention: Mention
    name: str
    phrase: Span
    byline: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is named where, and who is said to hold which post."""

    namings: tuple[Naming, ...] = ()
    claims: tuple[RoleClaim, ...] = ()
