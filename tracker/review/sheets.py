"""The queue as a file for a spreadsheet, and what was filled in there."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple, cast

import pandas as pd

from tracker.errors import InputError, JudgementError, SheetError
from tracker.ingest import decode
from tracker.judgements import Log, Pair, Verdict, parse
from tracker.review.questions import Candidate, Question, queue
from tracker.store import Store, post_label
from tracker.text import squeeze

COLUMNS = ("verdict", "why", "name", "day", "posts", "sentence", "headline", "source", "candidate", "candidate_posts",
           "candidate_days", "candidate_sentence", "score", "reasons", "left", "right")
_READ, _VERDICTS = ("verdict", "why", "left", "right"), ("SAME", "DIFFERENT", "UNSURE")
_FORMULA, _SAVED = re.compile("^(['=+@-])"), re.compile("^'(['=+@-])")  # what spreadsheets would reckon with, and how it is kept


def sheet(store: Store, names: Collection[str] | None = None, limit: int | None = None) -> pd.DataFrame:
    """The queue for a spreadsheet, one row a question and candidate, of all names or some, and of the first `limit` questions.

    `verdict` and `why` are empty and to be filled. `left` and `right` are the sides of the judgement; they alone are read with
    what was filled. `score` and `reasons` tell of the likeliest candidate why the appearance is not sure. All cells are strings.
    """
    rows = [_row(question, candidate) for question in queue(store, names)[:limit] for candidate in question.candidates]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _row(question: Question, candidate: Candidate) -> dict[str, str]:
    seen, day = question.seen, question.seen.published
    days = ", ".join(filter(None, (candidate.days, f"{candidate.reports} reports")))
    return {"verdict": "", "why": "", "name": seen.name, "day": day.isoformat() if day else "",
            "posts": "; ".join(map(post_label, seen.posts)), "sentence": seen.words, "headline": seen.headline or "",
            "source": seen.source or "", "candidate": f"{candidate.name} ({candidate.id})",
            "candidate_posts": "; ".join(candidate.posts), "candidate_days": days,
            "candidate_sentence": candidate.sentences[0].words if candidate.sentences else "", "score": f"{seen.score:.2f}",
            "reasons": "; ".join(question.reasons), "left": question.side, "right": candidate.side}


def sheet_text(frame: pd.DataFrame) -> str:
    """A sheet as CSV that Excel opens right: with a byte order mark, and with a ' before what it would take for a formula."""
    cells = frame.map(lambda cell: _FORMULA.sub(r"'\1", " ".join(str(cell).split())))
    return "\ufeff" + cells.to_csv(index=False)


class Answer(NamedTuple):
    """A verdict filled in on a line of a sheet."""

    sides: Pair
    verdict: Verdict
    why: str
    line: int


def read_sheet(path: str | Path) -> list[Answer]:
    """The verdicts filled in on a sheet (.csv: UTF-8 with or without a byte order mark, or GB18030; parted by commas, semicolons
    or tabs), in order; rows without one are passed over. SheetError with all faults: no verdict that is known, sides that were
    edited, rows that contradict each other."""
    path = Path(path)
    found, faults = dict[Pair, Answer](), list[InputError]()
    same: dict[str, Answer] = {}
    for line, row in _rows(path):
        verdict = unicodedata.normalize("NFKC", row["verdict"]).upper()
        sides = row["left"], row["right"]
        answer = Answer(sides, cast(Verdict, verdict), row["why"], line)
        if not verdict:
            continue
        try:
            if verdict not in _VERDICTS:
                raise InputError(f"{row['verdict']!r} is no verdict; write SAME, DIFFERENT or UNSURE, or leave it empty",
                                 path, line, "verdict")
            for column in ("left", "right"):
                _check_side(row[column], column, path, line)
            earlier = found.setdefault(sides, answer)
            if earlier.verdict != verdict:
                raise InputError(f"line {earlier.line} says {earlier.verdict} of the same two; keep one", path, line, "verdict")
            if verdict == "SAME" and (other := same.setdefault(sides[0], answer)).sides != sides:
                raise InputError(f"line {other.line} says already who this is; keep one, and if both are one person, "
                                 "`tracker merge` them", path, line, "verdict")
        except InputError as error:
            faults.append(error)
    if faults:
        raise SheetError(faults)
    return list(found.values())


def _check_side(side: str, column: str, path: Path, line: int) -> None:
    try:
        report = parse(side)
    except JudgementError as error:
        raise InputError(f"was edited ({error}); restore it from a new export", path, line, column) from error
    if column == "left" and not report:
        raise InputError(f"was edited: {side} is no appearance; restore it from a new export", path, line, column)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a sheet that hold anything, by column, with the line each begins on."""
    try:
        text = decode(path.read_bytes(), path)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from error
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        header = [name.strip() for name in next(reader)]
        missing = [name for name in _READ if name not in header]
        if missing:
            raise InputError(f"there is no column {', '.join(missing)}; give a sheet of `tracker review --export`, "
                             "filled in and saved as CSV", path, 1)
        line = reader.line_num
        for cells in reader:
            row = {name: _SAVED.sub(r"\1", cell.strip()) for name, cell in zip(header, cells, strict=False)}
            if any(row.values()):
                yield line + 1, {name: row.get(name, "") for name in _READ}
            line = reader.line_num
    except csv.Error as error:
        raise InputError(f"is no CSV ({error}); save the sheet as CSV", path, reader.line_num) from error


def matched(store: Store, path: str | Path) -> list[Answer]:
    """The verdicts of a sheet that do not hold already, with the sides as the store has them now: what stands for somebody in no
    roster becomes the id of the person. SheetError as of `read_sheet`, and where the store does not hold a side."""
    answers = read_sheet(path)
    sides = {side for answer in answers for side in answer.sides}
    told = {side: at for side in sides if (at := parse(side))}
    names = {name for _, name in told.values()}
    now = {old: new for new, olds in store.formerly().items() for old in olds}
    seen = {(one.report, squeeze(one.name)): one for one in store.seen(names=names)}
    held = {side: seen.get((now.get(report, report), name)) for side, (report, name) in told.items()}
    merged, bears = store.merged(), {name: store.find(name) for name in names}
    state, faults, taken = Log(store.judgements()).state, list[InputError](), list[Answer]()
    for answer in answers:
        (left, right), name = answer.sides, told[answer.sides[0]][1]
        other = held.get(right)
        id = other.person if other and other.status != "unsure" else merged.get(right, right)
        if held[left] is None:
            faults.append(InputError(f"the database holds no {name} in such a report; export a new sheet", path,
                                     answer.line, "left"))
        elif not other and (right in told or id not in bears[name]):
            faults.append(InputError(f"{right} is nobody whom {name} may be; restore it from a new export", path,
                                     answer.line, "right"))
        elif not state.holds((left, id), answer.verdict):
            taken.append(answer._replace(sides=(left, id)))
    if faults:
        raise SheetError(faults)
    return taken
