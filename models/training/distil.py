"""Teaches a tagger of few layers what a trained one reads: the fast sibling.

    python distil.py OUT.pt --teacher final.pt --base base.npz --rows rows.jsonl.gz --layers 0 1 2 --minutes 30
                     [--dev dev.jsonl REPORTS...]

The student starts from the teacher's embeddings and from some of its layers. Its loss is the cross-entropy against the
teacher's probabilities of each character's tags (Hinton, Vinyals and Dean 2015, at temperature 1) and, in rows that are
surely labelled, half against the labels. Seeded; the learning rate falls to zero over the epochs or the minutes.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
import torch
from measure import read_gold
from network import Tagger
from train import BITS, Descent, batches, descend, evaluate, examples, parser_of, save, tensors

from tracker.tag.encoder import Vocabulary


def loaded(path: Path) -> tuple[dict[str, torch.Tensor], int]:
    """The weights of a trained tagger and the number of its layers."""
    state = {name: value.float() for name, value in torch.load(path).items()}
    return state, 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))


def pupil(state: dict[str, torch.Tensor], layers: list[int]) -> Tagger:
    """A tagger with some layers of another, its embeddings and its last layer."""
    student = Tagger(len(state["word.weight"]), len(layers))
    kept = {name: value for name, value in state.items() if not name.startswith("layers.")}
    for new, old in enumerate(layers):
        prefix = f"layers.{old}."
        kept |= {f"layers.{new}." + name.removeprefix(prefix): v for name, v in state.items() if name.startswith(prefix)}
    student.load_state_dict(kept)
    return student


def probabilities(teacher: Tagger, data: list, size: int) -> list[np.ndarray]:
    """What the teacher believes of each row: (characters, tags) in float16."""
    teacher.bfloat16().eval()
    found: list[np.ndarray] = [np.zeros(0)] * len(data)
    start, seen = time.monotonic(), 0
    todo = batches(data, size, random.Random(0))
    for number, batch in enumerate(todo):
        ids, _ = tensors(data, batch)
        with torch.inference_mode():
            belief = torch.softmax(teacher(ids).float(), -1).half().numpy()
        for row, i in enumerate(batch):
            found[i] = belief[row, : len(data[i][0])]
        seen += ids.numel()
        if number % 200 == 199:
            print(f"teacher {number + 1}/{len(todo)} {seen / (time.monotonic() - start):.0f} characters/s", flush=True)
    return found


def targets(data: list, belief: list[np.ndarray], batch: list[int]) -> torch.Tensor:
    """Probabilities to aim at: the teacher's, in surely labelled rows half of them the labels'; 0 at the padding."""
    longest = max(len(data[i][0]) for i in batch)
    aim = np.zeros((len(batch), longest, len(BITS)), np.float32)
    for row, i in enumerate(batch):
        ids, allowed, silver = data[i]
        aim[row, : len(ids)] = belief[i]
        if not silver:
            may = (allowed[:, None] & BITS.numpy()) != 0
            sure = may.sum(1) == 1
            aim[row, : len(ids)][sure] = 0.5 * aim[row, : len(ids)][sure] + 0.5 * may[sure]
    return torch.from_numpy(aim)


def main() -> None:
    parser = parser_of(__doc__)
    parser.set_defaults(epochs=4, rate=4e-4, batch=2560, every=1000)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 1, 2])
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    vocabulary = Vocabulary(args.base.with_suffix(".vocab").read_text(encoding="utf-8"))
    state, depth = loaded(args.teacher)
    teacher = Tagger(len(state["word.weight"]), depth)
    teacher.load_state_dict(state)
    student = pupil(state, args.layers)
    if args.start:
        student.load_state_dict(loaded(args.start)[0])
    data = examples(args.rows, vocabulary)
    print(f"{len(data)} rows, {sum(len(row[0]) for row in data)} characters", flush=True)
    belief = probabilities(teacher, data, args.batch)
    gold = read_gold(args.dev[0], args.dev[1:]) if args.dev else []
    draw = random.Random(args.seed)
    plan = [batch for _ in range(args.epochs) for batch in batches(data, args.batch, draw)]
    descent = Descent(student, args.rate)

    def loss(batch: list[int], _: float) -> torch.Tensor:
        ids, _ = tensors(data, batch)
        aim = targets(data, belief, batch)
        return -(aim * torch.log_softmax(student(ids).float(), -1)).sum() / aim.sum()

    def check() -> None:
        save(args.out, student, descent.pairs)
        if gold:
            print(evaluate(student, vocabulary, gold), flush=True)

    descend(descent, plan, loss, check, args)
    check()


if __name__ == "__main__":
    main()
