"""Prints the report objects of a JSONL file for reading: who was there, who is only named, what happened.

    tracker extract data/page.txt --output page.jsonl && python data/show.py page.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEADINGS = {"present": "took part", "mentioned": "only named", "byline": "wrote it"}


def person(row: dict[str, Any]) -> str:
    """The name, then the posts in brackets."""
    posts = "、".join((post["org"] or "") + post["title"] for post in row["posts"])
    return f"{row['name']} ({posts})" if posts else str(row["name"])


def lines(report: dict[str, Any]) -> Iterator[str]:
    """The report as lines, ended by an empty one."""
    yield f"{report['id']}  {report['headline'] or report['text'][:30]}"
    for event in report["events"]:
        parts = ", ".join(f"{part['name']} {'+'.join(part['roles'])}" for part in event["participants"])
        yield f"  {event['date'] or 'day unknown'}  {event['type']} {event['name'] or event['trigger']}: {parts}"
        words = report["text"][event["evidence"]["start"]:event["evidence"]["end"]]
        yield f"    「{words if len(words) <= 60 else words[:60] + '…'}」"
    for attendance, heading in HEADINGS.items():
        named = [person(row) for row in report["people"] if row["attendance"] == attendance]
        if named:
            yield f"  {heading}: {'; '.join(named)}"
    yield ""


def main() -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    reports = map(json.loads, Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    print("\n".join(line for report in reports for line in lines(report)))


if __name__ == "__main__":
    main()
