"""Who is who in a database of real reports, to be checked by reading: who is split, and who may be two people in one.

    python benchmarks/identity.py DATABASE [--active 100] [--sample 50] [--seed 7]

Prints the names of the most active that are decided for more than one person, or are unsure in some reports, with the posts of
each; then a sample of people with Chinese names of two or three characters for whom reports print several organisations.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from tracker.store import Seen, post_label
from tracker.text import squeeze
from tracker.who import opened


def posts(seen: Sequence[Seen], most: int = 6) -> str:
    """The posts that the appearances print, the commonest first, with the month of the first report that does."""
    counts = Counter(post_label(post) for one in seen for post in one.posts)
    first: dict[str, str] = {}
    for one in seen:
        for post in one.posts:
            first.setdefault(post_label(post), str(one.published)[:7])
    return "; ".join(f"{label} ×{count} {first[label]}" for label, count in counts.most_common(most)) or "no post"


def split(seen: Sequence[Seen], most: int) -> list[tuple[str, dict[str, list[Seen]]]]:
    """Of the names that take part in most reports those that are not one person, with the appearances by person."""
    active = Counter(squeeze(one.name) for one in seen if one.attendance == "present")
    people: dict[str, dict[str, list[Seen]]] = {name: defaultdict(list) for name, _ in active.most_common(most)}
    for one in seen:
        name = squeeze(one.name)
        if name in people and one.attendance != "byline":
            people[name]["unsure" if one.status == "unsure" else one.person].append(one)
    return [(name, parts) for name, parts in people.items() if len(parts) > 1]


def several(seen: Sequence[Seen], count: int, seed: int) -> list[list[Seen]]:
    """A sample of the people with posts in several organisations."""
    people: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        if one.status in ("linked", "new") and re.fullmatch("[\u4e00-\u9fff]{2,3}", one.name):
            people[one.person].append(one)
    wanted = sorted(id for id, mine in people.items() if len({post.org for one in mine for post in one.posts if post.org}) > 1)
    return [people[id] for id in random.Random(seed).sample(wanted, min(count, len(wanted)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("--active", type=int, default=100)
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    with opened(args.database) as store:
        seen = store.seen()
    print(Counter(one.status for one in seen))
    for name, parts in split(seen, args.active):
        print(f"\n{name}")
        for person, mine in sorted(parts.items(), key=lambda part: -len(part[1])):
            print(f"  {person} {len(mine)}: {posts(mine)}")
    print(f"\n{args.sample} people with posts in several organisations, seed {args.seed}")
    for mine in several(seen, args.sample, args.seed):
        print(f"{mine[0].name} {len(mine)}: {posts(mine)}")


if __name__ == "__main__":
    main()
