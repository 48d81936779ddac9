"""`tracker review`: one question after the other about who is who, on a terminal or by a sheet."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from tracker.cli_options import Database, target
from tracker.errors import InputError, SheetError, TrackerError, UnknownPerson
from tracker.judgements import Verdict

if TYPE_CHECKING:
    from tracker.review import Candidate, Question
    from tracker.store import Store
    from tracker.who import Judge

ALL_WELL, INTERRUPTED = 0, 130
_WIDE = 100  # columns where nothing says how many there are
_SHOWN = 9  # candidates, each chosen by a digit
_LONG = 160  # characters of a sentence that are shown
_HELP = """1–9  it is that one
n    it is none of those shown
u    nobody can tell; do not ask about these again
s    not now (or just Enter)
b    take back the last decision
q    stop; what was decided is kept
"""

app = typer.Typer()


Who = Annotated[str | None, typer.Option(metavar="NAME", help="Who judges; else your login name.")]
Name = Annotated[str | None, typer.Option(metavar="NAME", help="Only appearances of this name.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N questions.")]
Export = Annotated[Path | None, typer.Option("--export", metavar="SHEET.csv", help="Write the questions as CSV that Excel opens "
                                             "right, to fill in SAME, DIFFERENT or UNSURE. There is no .xlsx.")]
Import = Annotated[Path | None, typer.Option("--import", metavar="SHEET.csv", help="Take the verdicts of such a sheet, saved as "
                                             "CSV: all of them, or none if one is wrong.")]


@app.command()
def review(db: Database, who: Who = None, name: Name = None, limit: Limit = None, export: Export = None,
           import_: Import = None) -> int:
    """Decide who unsure names are, beside whom each may be; those on whom most events hang come first.

    Answers are read line by line and kept at once: 1–9 it is that one, n none of them, u nobody can tell, s skip, b take back,
    q quit.

    Example: tracker review --db activity.db
    """
    from tracker import review as views
    from tracker.who import opened

    if export and import_:
        raise InputError("--export and --import exclude each other; give one")
    with opened(db) as store:
        names = _known(store, name) if name else None
        if import_:
            return _take(store, who, import_)
        if export:
            if export.suffix.lower() != ".csv":
                raise InputError("sheets are written as .csv only; give such a name", export)
            frame = views.sheet(store, names, limit)
            with target(export) as file:
                file.write(views.sheet_text(frame))
            print(f"{export}: {frame['left'].nunique()} questions, {len(frame)} rows")
            return ALL_WELL
        questions = views.queue(store, names)[:limit]
        if not questions:
            print(f"nothing is unsure about {name}" if name else "nothing is unsure")
            return ALL_WELL
        return _Session(store, who, questions).run(names)


def _known(store: Store, name: str) -> list[str]:
    """The name, if the store has seen it."""
    from tracker.people import near
    from tracker.text import squeeze

    if not store.find(name) and not store.seen(names=[squeeze(name)]):
        raise UnknownPerson(name, near(name, store.names()))
    return [name]


def _take(store: Store, who: str | None, path: Path) -> int:
    """Keeps the verdicts of a sheet."""
    from tracker import review as views
    from tracker.who import Judge

    answers, judge = views.matched(store, path), Judge(store, who)
    said = [(answer.sides, answer.verdict, answer.why) for answer in answers]
    faults = [InputError(str(error), path, answers[place].line, "verdict") for place, error in judge.faults(said).items()]
    if faults:
        raise SheetError(faults)
    judge.say_all(said)
    print(f"{path}: {len(said)} new verdicts; {len(views.queue(store))} questions are open")
    return ALL_WELL


class _Session:
    """Asks one question after the other and keeps each answer at once. Others may judge meanwhile: nothing is held in memory
    but the order of the questions, and what this session decided."""

    def __init__(self, store: Store, who: str | None, questions: Sequence[Question]) -> None:
        self.store, self.who, self.questions = store, who, questions
        self.console = Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False)
        self.at = 0
        self.decided: list[tuple[int, list[str]]] = []  # which question, by which judgements

    def run(self, names: Sequence[str] | None) -> int:
        """Asks until all is decided or the user stops; the exit status."""
        from tracker import review as views
        from tracker.who import settle

        status = ALL_WELL
        try:
            while self.at < len(self.questions):
                question = views.again(self.store, self.questions[self.at])
                if question is None:
                    self.at += 1
                elif not self._ask(question):
                    break
        except KeyboardInterrupt:
            print()
            status = INTERRUPTED
        settle(self.store)
        print(f"{len(self.decided)} decided, {len(views.queue(self.store, names))} open")
        return status

    def _ask(self, question: Question) -> bool:
        """Shows a question and heeds the answer; whether to go on."""
        shown = question.candidates[:_SHOWN]
        self._show(question, shown)
        while True:
            match self._key(len(shown)):
                case "q":
                    return False
                case "s" | "":
                    self.at += 1
                    return True
                case "b":
                    if self._back():
                        return True
                case "n" | "u" as key:
                    if self._decide(question, shown, "DIFFERENT" if key == "n" else "UNSURE"):
                        return True
                case "?":
                    print(_HELP, end="")
                case key if key in [str(n + 1) for n in range(len(shown))]:
                    if self._decide(question, [shown[int(key) - 1]], "SAME"):
                        return True
                case key:
                    print(f"{key} is no answer here; ? tells what is")

    def _key(self, many: int) -> str:
        """A line of input; q at its end."""
        print(f"1–{many}, n none, u unsure, s skip, b back, ? help, q quit: " if many > 1 else
              "1 it is, n it is not, u unsure, s skip, b back, ? help, q quit: ", end="", flush=True)
        try:
            line = input()
        except EOFError:
            line = "q"
        if not sys.stdin.isatty():
            print()
        return unicodedata.normalize("NFKC", line).strip().lower()

    def _decide(self, question: Question, candidates: Sequence[Candidate], verdict: Verdict) -> bool:
        """Keeps a verdict about the question and some candidates; False, and a line that says why, if it cannot be."""
        try:
            kept = self._judge().say_all([((question.side, candidate.id), verdict, "") for candidate in candidates])
        except TrackerError as error:
            print(error)
            return False
        self.decided.append((self.at, [one.id for one in kept]))
        return True

    def _back(self) -> bool:
        """Takes back the last decision and returns to its question; False if there is none."""
        if not self.decided:
            print("nothing was decided yet")
            return False
        self.at, ids = self.decided.pop()
        self._judge().undo_all(ids[::-1])
        return True

    def _judge(self) -> Judge:
        from tracker.who import Judge

        return Judge(self.store, self.who)

    def _show(self, question: Question, shown: Sequence[Candidate]) -> None:
        seen, more = question.seen, len(question.candidates) - len(shown)
        hang = "1 event hangs" if question.hangs == 1 else f"{question.hangs} events hang"
        self.console.print(Rule(Text(f"{self.at + 1} of {len(self.questions)} · {hang} on {seen.name}")))
        self.console.print(_panel(f"who is {seen.name}?", _question(question), "bold"))
        for number, candidate in enumerate(shown, 1):
            self.console.print(_panel(f"{number}  {candidate.name} ({candidate.id})", _candidate(candidate, seen.name)))
        if more:
            self.console.print(Text(f"and {more} more, which are asked about once these are ruled out"))


def _panel(title: str, lines: Iterator[Text], style: str = "none") -> Panel:
    return Panel(Group(*lines), title=Text(title), title_align="left", border_style=style)


def _question(question: Question) -> Iterator[Text]:
    from tracker.store import post_label

    seen = question.seen
    yield Text("、".join(map(post_label, seen.posts)) or "no post is printed")
    yield _said(seen.words, seen.name)
    yield Text(" · ".join(filter(None, (str(seen.published or ""), seen.source, seen.report_name, seen.headline))), "dim")
    yield Text("; ".join(question.reasons), "italic")


def _candidate(candidate: Candidate, name: str) -> Iterator[Text]:
    yield Text("; ".join(candidate.posts) or "no post is known")
    many = {0: "in no report yet", 1: "1 report"}.get(candidate.reports, f"{candidate.reports} reports")
    yield Text(", ".join(filter(None, (many, candidate.days))))
    for sentence in candidate.sentences:
        yield _said(sentence.words, name)
        yield Text(" · ".join(filter(None, (str(sentence.day or ""), sentence.source, sentence.report))), "dim")


def _said(words: str, name: str) -> Text:
    """A sentence with the name marked, cut around it where it is long."""
    at = max(0, min(words.find(name) - _LONG // 2, len(words) - _LONG))
    cut = words[at : at + _LONG]
    text = Text(f"{'…' if at else ''}{' '.join(cut.split())}{'…' if at + _LONG < len(words) else ''}")
    text.highlight_words([name], "bold")
    return text
