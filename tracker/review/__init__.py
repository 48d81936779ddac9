"""What is left for people to decide about who is who, and what they decided, as they read it. Read only."""

from tracker.review.questions import Candidate, Question, Sentence, again, queue
from tracker.review.sheets import Answer, matched, read_sheet, sheet, sheet_text
from tracker.review.told import log

__all__ = ["Answer", "Candidate", "Question", "Sentence", "again", "log", "matched", "queue", "read_sheet", "sheet", "sheet_text"]
