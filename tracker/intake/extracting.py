"""Extracts reports here or in children; answers come in the order in which they were asked for."""

from __future__ import annotations

from collections import deque
from typing import Protocol

from tracker.children import Child, Refused, Stopped, failed, told
from tracker.intake.settings import Settings
from tracker.types import Extraction, Report

Outcome = Extraction | Refused


class Answer(Protocol):
    """Waits for an outcome."""

    def __call__(self) -> Outcome: ...


class Here:
    """Extracts in this process."""

    def __init__(self, settings: Settings) -> None:
        from tracker.extractor import reader  # loads spaCy, which a process that only writes does not need

        self._read = reader(settings.model, settings.min_score)

    def ask(self, report: Report) -> Answer:
        """The answer, at once."""
        try:
            outcome: Outcome = self._read(report)
        except Exception as error:  # a report must not stop the others
            outcome = failed(report, told(error))
        return lambda: outcome

    def close(self) -> None:
        """Nothing is open."""


class _Worker:
    """A child that extracts, with the reports that it was asked for and the outcomes that are there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.waiting: deque[tuple[Report, list[Outcome]]] = deque()
        self._child = self._start()

    def _start(self) -> Child:
        return Child("extract", (self._settings.model, self._settings.min_score))

    def ask(self, report: Report) -> Answer:
        """Sends the report."""
        outcome: list[Outcome] = []
        self.waiting.append((report, outcome))
        self._child.send(report)

        def answer() -> Outcome:
            while not outcome:
                self._next()
            return outcome[0]

        return answer

    def _next(self) -> None:
        report, outcome = self.waiting[0]
        try:
            outcome.append(self._child.receive(self._settings.limit))
            self.waiting.popleft()
        except Stopped as error:
            # It hung on this report or died of it; another child takes the others.
            outcome.append(failed(report, str(error)))
            self.waiting.popleft()
            self.close()
            self._child = self._start()
            for other, _ in self.waiting:
                self._child.send(other)

    def close(self) -> None:
        """Ends the child."""
        self._child.close()


class There:
    """Extracts in children."""

    def __init__(self, settings: Settings) -> None:
        self._workers = [_Worker(settings) for _ in range(settings.jobs)]

    def ask(self, report: Report) -> Answer:
        """Gives the report to the child that has least to do."""
        return min(self._workers, key=lambda worker: len(worker.waiting)).ask(report)

    def close(self) -> None:
        """Ends the children."""
        for worker in self._workers:
            worker.close()
