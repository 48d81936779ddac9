"""Pictures for the notebooks in which Chinese stays text.

An SVG here holds characters, not outlines: whoever looks at it sees them in a font of their own, also where it was drawn on a
machine without a Chinese one. The same figure always gives the same file.
"""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from io import StringIO
from typing import get_args

import matplotlib
from matplotlib import font_manager
from matplotlib.figure import Figure

from tracker.types import EventType

# Each type of event has one colour in all pictures.
COLOUR = dict(zip(get_args(EventType), ["#59a14f", "#4e79a7", "#f28e2b", "#edc948", "#b07aa1", "#e15759", "#76b7b2", "#ff9da7",
                                        "#9c755f", "#bab0ac"], strict=True))

# The families that systems come with, in the order in which they are tried; the last ones for what they all lack.
CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Hiragino Sans GB",
           "Heiti SC", "STHeiti", "Microsoft YaHei", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Arial Unicode MS",
           "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "AR PL UMing CN")


def chinese_font() -> str | None:
    """The first family with Chinese characters that matplotlib finds here; lengths of text are measured with it."""
    here = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE if name in here), None)


@contextmanager
def settings():
    """What makes matplotlib write Chinese as text, and the same bytes each time. It complains of families and characters that
    this machine lacks; what it writes does not need them."""
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    families = dict.fromkeys([chinese_font() or CHINESE[0], *CHINESE, "DejaVu Sans"])
    with warnings.catch_warnings(), matplotlib.rc_context({
            "svg.fonttype": "none", "svg.hashsalt": "tracker", "font.family": "sans-serif", "font.sans-serif": list(families),
            "axes.unicode_minus": False}):
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        log.setLevel(logging.ERROR)
        try:
            yield
        finally:
            log.setLevel(level)


def axes(width: float, height: float):
    """An empty pair of axes of this size in inches, without the frame that nobody reads."""
    ax = Figure(figsize=(width, height), layout="constrained").subplots()
    ax.spines[["top", "right"]].set_visible(False)
    return ax


class Drawing:
    """What stands on a pair of axes, under a title; a notebook shows it as SVG."""

    def __init__(self, ax, title: str) -> None:
        self.title = title
        with settings():
            ax.set_title(title, loc="left")
            file = StringIO()
            ax.figure.savefig(file, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None, "Title": title})
        self.svg = file.getvalue()

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"a drawing: {self.title}"
