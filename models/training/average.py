"""The mean of the weights of several trainings that went on from each other.

    python average.py OUT.pt A.pt B.pt ...

Averaged weights of late steps generalise better than the last ones (Izmailov et al., UAI 2018).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    args = parser.parse_args()
    read = [torch.load(path) for path in args.weights]
    torch.save({name: (sum(state[name].float() for state in read) / len(read)).half() for name in read[0]}, args.out)


if __name__ == "__main__":
    main()
