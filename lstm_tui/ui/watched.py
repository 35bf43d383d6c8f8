"""A training that somebody watches: its process, and what is known of it."""

from __future__ import annotations

from lstm_tui.errors import LstmTuiError
from lstm_tui.panels.course import Course
from lstm_tui.training.bench import Bench


class Watched:
    """One training: the bench on which it runs, and its course so far."""

    def __init__(self, bench: Bench, course: Course) -> None:
        self.bench, self.course = bench, course

    def look(self) -> bool:
        """Take in what it told; say whether that was anything.

        Raises:
            LstmTuiError: the training failed; its course has stopped.
        """
        try:
            reports = self.bench.news()
        except LstmTuiError:
            self.course = self.course.in_state("stopped")
            raise
        for report in reports:
            self.course = self.course.with_report(report)
        return bool(reports)

    @property
    def number(self) -> int:
        """Updates made so far."""
        return self.course.report.number if self.course.report else 0
