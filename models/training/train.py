"""Fine-tunes the base encoder: one token a character, BIO over five labels, unknown characters left out of the loss.

    python train.py OUT.pt --base base6.npz --rows rows.jsonl.gz --minutes 30 [--epochs 3] [--dev dev.jsonl REPORTS...]

The loss of a character is -log of the probability of all tags that it may bear, so a loose character costs little or
nothing. Seeded; the learning rate falls to zero over the epochs, or over the minutes where they end sooner.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from measure import Gold, read_gold, report, score
from network import LABELS, TAGS, Tagger, from_base

from tracker.tag.encoder import Vocabulary, decode

LONGEST = 430
INDEX = {tag: i for i, tag in enumerate(TAGS)}
DISBELIEF, BELIEVED_UNTIL = 4.0, 0.35  # -log probability; share of the training in which every label counts
ALL = (1 << len(TAGS)) - 1


def masks(row: dict, size: int) -> np.ndarray:
    """For each character the tags that it may bear, one bit a tag."""
    allowed = np.full(size, 1, np.int32)
    for start, end, labels in row["loose"]:
        bits = sum(1 << INDEX[f"{mark}-{label}"] for label in labels if label != "O" for mark in "BI") | 1
        allowed[start:end] = bits if len(labels) < 6 else ALL
    for start, end, label in row["spans"]:
        allowed[start:end] = 1 << INDEX[f"I-{label}"]
        allowed[start] = 1 << INDEX[f"B-{label}"]
    return allowed


def examples(path: Path, vocabulary: Vocabulary) -> list[tuple[np.ndarray, np.ndarray, bool]]:
    """Ids (with the marks of beginning and end), masks, and whether labelled by machine, of every row short enough."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if 2 <= len(row["text"]) <= LONGEST:
                ids = vocabulary.ids(row["text"])
                found.append((np.array([0, *ids, 1]), np.concatenate([[ALL], masks(row, len(ids)), [ALL]]), row["silver"]))
    return found


def batches(data: list, size: int, draw: random.Random) -> list[list[int]]:
    """Indices in batches of at most `size` characters, rows of like length together, in random order."""
    order = sorted(range(len(data)), key=lambda i: (len(data[i][0]) // 8, draw.random()))
    found, batch = [], []
    for i in order:
        if batch and (len(batch) + 1) * len(data[i][0]) > size:
            found.append(batch)
            batch = []
        batch.append(i)
    found.append(batch)
    draw.shuffle(found)
    return found


def tensors(data: list, batch: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(data[i][0]) for i in batch)
    ids, allowed = np.full((len(batch), longest), 2), np.full((len(batch), longest), ALL)
    for row, i in enumerate(batch):
        ids[row, : len(data[i][0])], allowed[row, : len(data[i][1])] = data[i][:2]
    return torch.from_numpy(ids), torch.from_numpy(allowed)


BITS = torch.tensor([1 << i for i in range(len(TAGS))])


def loss_of(scores: torch.Tensor, allowed: torch.Tensor, silver: torch.Tensor | None = None) -> torch.Tensor:
    """Mean over the characters of which something is known.

    In `silver` rows, what the half-trained tagger thinks nearly impossible is taken for a labeller's mistake.
    """
    may = (allowed[..., None] & BITS) != 0
    logs = torch.log_softmax(scores.float(), -1)
    each = -torch.logsumexp(logs.masked_fill(~may, -1e4), -1)
    known = allowed != ALL
    if silver is not None:
        known = known & ~(silver[:, None] & (each.detach() > DISBELIEF))
    return (each * known).sum() / known.sum().clamp(min=1)


def groups(tagger: Tagger, rate: float, decay: float = 0.9) -> Iterator[dict]:
    """Slower steps for lower layers, faster for the new layer."""
    count = len(tagger.layers)
    for i, layer in enumerate(tagger.layers):
        yield {"params": list(layer.parameters()), "lr": rate * decay ** (count - 1 - i)}
    yield {
        "params": [*tagger.word.parameters(), *tagger.pos.parameters(), *tagger.ln.parameters()],
        "lr": rate * decay**count,
        "weight_decay": 0.0,
    }
    yield {"params": list(tagger.out.parameters()), "lr": rate * 8}


def masters(parts: list[dict]) -> tuple[list[dict], list[tuple[torch.Tensor, torch.Tensor]]]:
    """The parameter groups with float32 copies for the optimiser, and the pairs of a parameter and its copy."""
    pairs = []
    for part in parts:
        high = [low.detach().float().clone().requires_grad_(True) for low in part["params"]]
        pairs += zip(part["params"], high, strict=True)
        part["params"] = high
    return parts, pairs


def save(path: Path, tagger: Tagger, pairs: list[tuple[torch.Tensor, torch.Tensor]]) -> None:
    """Writes the float32 copies as float16, under the names of the parameters."""
    high = {id(low): copy for low, copy in pairs}
    torch.save({name: high[id(low)].detach().half() for name, low in tagger.named_parameters()}, path)


def scores_of(tagger: Tagger, vocabulary: Vocabulary, text: str) -> np.ndarray:
    """Scores of the characters of a short text."""
    ids = torch.tensor([[0, *vocabulary.ids(text), 1]])
    with torch.inference_mode():
        return tagger(ids)[0, 1:-1].float().numpy()


def evaluate(tagger: Tagger, vocabulary: Vocabulary, gold: list[Gold]) -> str:
    """F1 by label on sentences read alone."""
    tagger.eval()
    said = [decode(scores_of(tagger, vocabulary, row.text[:LONGEST])) for row in gold]
    tagger.train()
    return report(score([row.spans for row in gold], said))


def parser_of(description: str | None) -> argparse.ArgumentParser:
    """A parser of the options that every training has."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path, required=True, help="the base encoder, and beside it its vocabulary")
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights of an earlier run to continue from")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--batch", type=int, default=3072, help="characters")
    parser.add_argument("--dev", type=Path, nargs="+", help="hand labels, then the reports that hold their text")
    parser.add_argument("--every", type=int, default=400, help="steps between evaluations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser


class Descent:
    """A bfloat16 tagger whose steps are taken on float32 copies of its parameters."""

    def __init__(self, tagger: Tagger, rate: float) -> None:
        self.tagger = tagger.bfloat16()
        parts, self.pairs = masters(list(groups(tagger, rate)))
        self.optimiser = torch.optim.AdamW(parts, weight_decay=0.01, betas=(0.9, 0.98), eps=1e-6, fused=True)
        self.rates = [group["lr"] for group in self.optimiser.param_groups]

    def step(self, loss: torch.Tensor, factor: float) -> None:
        """One step down the slope of `loss`, at `factor` of the full rates."""
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        self.tagger.zero_grad()
        loss.backward()
        for low, high in self.pairs:
            high.grad = low.grad.float()
        torch.nn.utils.clip_grad_norm_([high for _, high in self.pairs], 1.0)
        self.optimiser.step()
        with torch.no_grad():
            for low, high in self.pairs:
                low.copy_(high)


def descend(
    descent: Descent,
    plan: list[list[int]],
    loss: Callable[[list[int], float], torch.Tensor],
    check: Callable[[], None],
    args: argparse.Namespace,
) -> None:
    """Steps through the batches of `plan`, at most `args.minutes`; `check` runs every `args.every` steps."""
    start, recent = time.monotonic(), []
    descent.tagger.train()
    for step, batch in enumerate(plan):
        done = max(step / len(plan), (time.monotonic() - start) / 60 / args.minutes)
        if done >= 1:
            break
        value = loss(batch, done)
        descent.step(value, min(1.0, (step + 1) / 80) * max(0.0, 1 - done))
        recent = [*recent[-49:], value.item()]
        if step % 50 == 49:
            print(f"step {step + 1}/{len(plan)} {done:.0%} loss {np.mean(recent):.4f}", flush=True)
        if step % args.every == args.every - 1:
            check()


def main() -> None:
    args = parser_of(__doc__).parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    vocabulary = Vocabulary(args.base.with_suffix(".vocab").read_text(encoding="utf-8"))
    tagger = from_base(args.base)
    if args.start:
        tagger.load_state_dict({k: v.float() for k, v in torch.load(args.start).items()})
    data = examples(args.rows, vocabulary)
    print(f"{len(data)} rows, {sum(len(row[0]) for row in data)} characters", flush=True)
    gold = read_gold(args.dev[0], args.dev[1:]) if args.dev else []
    descent = Descent(tagger, args.rate)
    draw = random.Random(args.seed)
    plan = [batch for _ in range(args.epochs) for batch in batches(data, args.batch, draw)]
    start = time.monotonic()

    def loss(batch: list[int], done: float) -> torch.Tensor:
        ids, allowed = tensors(data, batch)
        silver = torch.tensor([data[i][2] for i in batch]) if args.start or done > BELIEVED_UNTIL else None
        return loss_of(tagger(ids), allowed, silver)

    def check() -> None:
        save(args.out, tagger, descent.pairs)
        if gold:
            print(evaluate(tagger, vocabulary, gold), flush=True)

    descend(descent, plan, loss, check, args)
    print(f"{LABELS} after {(time.monotonic() - start) / 60:.1f} minutes", flush=True)
    check()


if __name__ == "__main__":
    main()
