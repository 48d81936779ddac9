"""What is known of the genre, as data: the files beside this one hold words, this module only reads them.

A user's own folder with files of the same names may be given to `load`; a file that it lacks is taken from here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tracker.errors import InputError

HERE = Path(__file__).parent


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of `words` (escaped); it never matches when there are none."""
    escaped = [re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))]
    return "(?:" + "|".join(escaped) + ")" if escaped else "(?!)"


@dataclass(frozen=True)
class Lexicon:
    """The files of a lexicon folder, each read when first asked for."""

    folder: Path = HERE

    def _path(self, name: str) -> Path:
        own = self.folder / name
        return own if own.exists() else HERE / name

    def toml(self, name: str) -> Mapping[str, Any]:
        """The tables of `name`.toml."""
        path = self._path(f"{name}.toml")
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"not a TOML file: {error}", path) from error

    def lines(self, name: str) -> list[str]:
        """The lines of a file, without comments and empty ones."""
        lines = self._path(name).read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("#")]

    def words(self, table: str, key: str) -> tuple[str, ...]:
        """The words of one list, in the order of the file."""
        return tuple(str(self.toml_cached(table)[key]).split())

    @cache  # noqa: B019  a lexicon lives as long as the process
    def toml_cached(self, name: str) -> Mapping[str, Any]:
        """`toml`, read once."""
        return self.toml(name)

    @cached_property
    def credit(self) -> re.Pattern[str]:
        """The words before the names of those who made the report: 记者, 通讯员, 文/图."""
        return re.compile(alternatives(self.words("bylines", "credits")))

    @cached_property
    def _name(self) -> str:
        borne = alternatives(surname for surname, count in self.surnames.items() if count or len(surname) > 1)
        return rf"(?!{self.credit.pattern}){borne}[ \u3000]?[\u4e00-\u9fff]{{1,2}}"

    @cached_property
    def name_run(self) -> re.Pattern[str]:
        """Two or three names printed without anything between them, as groups."""
        lazy = rf"({self._name}?)"
        return re.compile(rf"{lazy}{lazy}{lazy}?")

    @cached_property
    def byline(self) -> re.Pattern[str]:
        """Credits with the group `names`, parted by blanks or commas: right after 记者 they begin with a surname,
        after a blank or a colon they are any two to four characters."""
        han, credit = r"[\u4e00-\u9fff]", self.credit.pattern
        long = alternatives(word for word in self.words("bylines", "credits") if len(word) > 1)
        glued = rf"(?:{self._name}){{1,3}}(?:[ \u3000、，,/]+(?!{credit})(?:{self._name}){{1,3}})*"
        apart = rf"(?:{han}{{2,4}}|{han}[ \u3000]{han})(?:[ \u3000、，,/]+(?!{credit})(?:{han}{{2,4}}|{han}[ \u3000]{han}))*"
        house = "(?:本报|社|总台|报|网|电|参与|刊)?(?:特约)?"
        start = rf"(?:(?<!{han})(?:特约)?(?:{long}|{credit}(?=[:：\s/]))|{house}(?:记者|通讯员))"
        end = rf"(?=[\s)）】\]。/，:：、]*(?:$|[\s)）】\]。/:：]|{credit}))"
        agency = r"(?<=[电讯])\s?[(（]"
        signed = rf"(?<=[。！？”\n])[(（](?={self._name}[)）]\s*(?:来源|【|责编|$))"  # the author alone in brackets at the end
        names = rf"(?P<names>(?<=[:：\s/]){apart}|{glued}|(?<=[(（]记者){apart}(?=[)）]))"
        return re.compile(rf"(?:{start}[:：\s/]*|{agency}|{signed}){names}{end}", re.M)

    @cached_property
    def giving(self) -> re.Pattern[str]:
        """Words between a person and a post that give or take it, at the end of what is searched."""
        words = alternatives(self.words("boundaries", "giving"))
        return re.compile(rf"{words}(?:新一[任届]|第[一二三四五六七八九十\d]+[任届]|[一二三四五六七八九十\d]+届)?$")

    @cached_property
    def taking(self) -> re.Pattern[str]:
        """Words that take a post away."""
        return re.compile(alternatives(self.words("boundaries", "taking")))

    @cached_property
    def surnames(self) -> Mapping[str, int]:
        """Surnames of one and two characters with a count of bearers."""
        return {word: int(count) for word, count in (line.split("\t") for line in self.lines("surnames.tsv"))}

    @cached_property
    def given_names(self) -> Mapping[str, tuple[float, float, float]]:
        """Log-odds of a character, given name against running text: as the only, the first, the second of the name."""
        table = (line.split("\t") for line in self.lines("given_names.tsv"))
        return {char: (float(only), float(first), float(second)) for char, only, first, second in table}

    @cached_property
    def ordinary_words(self) -> frozenset[str]:
        """Words that begin like a name and are none."""
        return frozenset(self.lines("ordinary_words.txt"))

    @cached_property
    def transliteration(self) -> frozenset[str]:
        """Characters that spell foreign names."""
        return frozenset("".join(self.lines("transliteration.txt")))

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries, regions and unions of countries."""
        return frozenset(" ".join(self.lines("countries.txt")).split())

    @cached_property
    def places(self) -> frozenset[str]:
        """Provinces, cities and counties of China, whole and short, and the countries."""
        return frozenset(self.lines("places.txt")) | self.countries


@cache
def load(folder: Path = HERE) -> Lexicon:
    """The lexicon of a folder, the built-in one by default."""
    return Lexicon(folder)
