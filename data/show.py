"""Prints the report objects of a JSONL file for reading: who was there, who is only named, what happened.

    tracker extract data/page.txt --output page.jsonl && python data/show.py page.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HEADINGS = {"present": "took part", "mentioned": "only named", "byline": "wrote it"}


def person(row: dict[str, Any]) -> str:
    """The name, then the posts in brackets."""
    posts = "、".join((post["org"] or "") + post["title"] for post in row["posts"])
    return f"{row['name']} ({posts})" if posts else str(row["name"])


def show(report: dict[str, Any]) -> None:
    """Prints one report."""
    print(f"{report['id']}  {report['headline'] or report['text'][:30]}")
    for event in report["events"]:
        parts = ", ".join(f"{part['name']} {'+'.join(part['roles'])}" for part in event["participants"])
        print(f"  {event['date'] or 'day unknown'}  {event['type']} {event['name'] or event['trigger']}: {parts}")
        words = report["text"][event["evidence"]["start"]:event["evidence"]["end"]]
        print(f"    「{words if len(words) <= 60 else words[:60] + '…'}」")
    for attendance, heading in HEADINGS.items():
        named = [person(row) for row in report["people"] if row["attendance"] == attendance]
        if named:
            print(f"  {heading}: {'; '.join(named)}")


def main() -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        show(json.loads(line))
        print()


if __name__ == "__main__":
    main()
