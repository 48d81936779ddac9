"""The tagger as a torch module: the base encoder, and one linear layer over the labels of each character."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

LABELS = ("PERSON", "TITLE", "ORG", "LOC", "DATE")
TAGS = ("O", *(f"{mark}-{label}" for label in LABELS for mark in "BI"))
HEADS, EPS = 12, 1e-12


def dropped(x: Tensor, share: float, training: bool) -> Tensor:
    """Drops whole features of a row of the batch: a mask for each character took a fifth of the time to draw."""
    if not training:
        return x
    keep = (torch.rand(x.shape[0], 1, x.shape[2]) >= share).to(x.dtype)
    return x * (keep / (1 - share))


class Layer(nn.Module):
    """One post-norm transformer layer of width 384."""

    def __init__(self, width: int = 384, inner: int = 1536) -> None:
        super().__init__()
        self.qkv, self.ao = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, EPS), nn.LayerNorm(width, EPS)

    def forward(self, x: Tensor, mask: Tensor, drop: float) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        # plain products: torch's fused attention took 45 % of a step on a CPU
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(width // HEADS) + mask, -1)
        joined = (weights @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.aln(x + dropped(self.ao(joined), drop, self.training))
        return self.oln(x + dropped(self.fo(functional.gelu(self.fi(x))), drop, self.training))


class Tagger(nn.Module):
    """Scores of TAGS for each character; `ids` (batch, length) with padding 2."""

    def __init__(self, rows: int, layers: int, drop: float = 0.1, positions: int = 512) -> None:
        super().__init__()
        self.word, self.pos = nn.Embedding(rows, 384), nn.Embedding(positions, 384)
        self.ln, self.layers = nn.LayerNorm(384, EPS), nn.ModuleList(Layer() for _ in range(layers))
        self.out, self.drop = nn.Linear(384, len(TAGS)), drop

    def forward(self, ids: Tensor) -> Tensor:
        mask = torch.where(ids == 2, -1e4, 0.0).to(self.word.weight.dtype)[:, None, None, :]
        x = self.ln(self.word(ids) + self.pos.weight[: ids.shape[1]])
        x = dropped(x, self.drop, self.training)
        for layer in self.layers:
            x = layer(x, mask, self.drop)
        return self.out(x)


def from_base(path: Path) -> Tagger:
    """A tagger with the weights of `base.py` and an untrained last layer."""
    data = {key: torch.from_numpy(value.astype(np.float32)) for key, value in np.load(path).items()}
    layers = 1 + max(int(key[1 : key.index(".")]) for key in data if key[1].isdigit())
    tagger = Tagger(len(data["emb.word"]), layers)
    state = {
        "word.weight": data["emb.word"],
        "pos.weight": data["emb.pos"],
        "ln.weight": data["emb.ln.w"],
        "ln.bias": data["emb.ln.b"],
        "out.weight": tagger.out.weight.detach() * 0.5,
        "out.bias": torch.zeros(len(TAGS)),
    }
    for i in range(layers):
        for new, kind in (("weight", "w"), ("bias", "b")):
            state[f"layers.{i}.qkv.{new}"] = torch.cat([data[f"l{i}.{part}.{kind}"] for part in "qkv"])
            state |= {f"layers.{i}.{part}.{new}": data[f"l{i}.{part}.{kind}"] for part in ("ao", "fi", "fo", "aln", "oln")}
    tagger.load_state_dict(state)
    return tagger
