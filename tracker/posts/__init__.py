"""Views for those who study elites: who held which post, who came and went, what people share, who was missing, who stood where.

What reports print is a lower bound: a post was held at least from the first to the last day on which it is printed.
"""

from __future__ import annotations

from tracker.posts.absent import absences, gaps
from tracker.posts.changes import appointments
from tracker.posts.compare import compare
from tracker.posts.holders import holders
from tracker.posts.on import posts_on
from tracker.posts.rank import rank

__all__ = ["absences", "appointments", "compare", "gaps", "holders", "posts_on", "rank"]
