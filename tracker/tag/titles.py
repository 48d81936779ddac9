"""Finds the words for posts: 原 + 副 + 主任, 外交 + 部长, 总经济师."""

from __future__ import annotations

import re
from functools import cached_property

from tracker.lexicon import Lexicon, alternatives
from tracker.types import Span


class Titles:
    """The grammar of titles, compiled once from a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.only_after = {
            head: tuple(words.split()) for head, words in lexicon.toml_cached("titles")["only_after"].items()
        }

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One title, the longest reading."""
        words = self.lexicon.words
        fused = alternatives(words("titles", "fused"))
        domain = alternatives(words("titles", "domains"))
        modifier = alternatives(words("titles", "modifiers"))
        envoy = r"常?驻[\u4e00-\u9fff（）]{1,20}?(?:特命全权)?(?:大使|总领事|公使|代表|特派员)"
        fused_field = rf"{domain}(?:[和与、及]?{domain})?{alternatives(words('titles', 'domain_heads'))}"
        plain = rf"{modifier}*{alternatives(words('titles', 'heads'))}"
        following = alternatives(words("titles", "not_before"))
        return re.compile(rf"(?:(?:原|前)?(?:{fused}|{envoy})|{modifier}*{fused_field}|{plain})(?!{following}|(?<=支书)记)")

    def find(self, text: str) -> list[Span]:
        """Every title, in order; of 代表 and its like only those that their modifiers make a post."""
        return [Span(*match.span()) for match in self.pattern.finditer(text) if self._is_post(text, match)]

    def _is_post(self, text: str, match: re.Match[str]) -> bool:
        if match.group().startswith(("驻", "常驻")):
            return True
        for head, before in self.only_after.items():
            if match.group().endswith(head):
                return text.endswith(before, 0, match.end() - len(head))
        return True
