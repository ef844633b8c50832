"""Reading the prose of chapters: what a reader sees as text, line by line."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = [ROOT / "index.md", *sorted(ROOT.glob("chapters/**/*.md"))]

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
FULL_DATE = re.compile(rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b")
YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d|\d)")
ARTICLE = re.compile(r"\bArticles? \d+(?:-\d+)?(?:(?:,| and| to) \d+(?:-\d+)?)*")
NUMBER = re.compile(r"(?<![\w#/-])\d[\d,.]*\d|(?<![\w#/-])\d", re.ASCII)
WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|[mb]illions?|dozens?|half|thirds|quarters?"
    r"|per ?cent|twice)\b",
    re.IGNORECASE,
)
#: Standards and licences bear numbers in their names.
NAMES = ("ISO 8601-2", "CC BY 4.0")


@dataclass(frozen=True)
class Chapter:
    """A page of the book as its source has it."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines()

    @property
    def front_matter(self) -> dict:
        text = self.path.read_text(encoding="utf-8")
        return yaml.safe_load(text.split("---\n")[1]) if text.startswith("---\n") else {}

    @property
    def cells(self) -> list[tuple[int, str]]:
        """Line and code of each code cell."""
        found, start = [], None
        for number, line in enumerate(self.lines, 1):
            if line.startswith("```{code-cell}"):
                start = number + 1
            elif line == "```" and start:
                found.append((start, "\n".join(self.lines[start - 1 : number - 1])))
                start = None
        return found

    @property
    def prose(self) -> list[tuple[int, str]]:
        """Line and text of all that is read: no front matter, no code, no roles; alt texts and captions are read."""
        found, inside, fence = [], None, self.lines[:1] == ["---"]
        for number, line in enumerate(self.lines, 1):
            if fence:
                fence = not (line == "---" and number > 1)
            elif line.startswith("```{"):
                inside = line
            elif line == "```":
                inside = None
            elif inside is None or (inside.startswith(("```{chart}", "```{explorer}"))):
                found.append((number, plain(line)))
        return found

    def calls(self, function: str) -> list[tuple[int, ast.Call]]:
        """Line and node of each call of a function in the cells."""
        return [
            (start + node.lineno - 1, node)
            for start, code in self.cells
            for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function
        ]

    def names(self, function: str) -> list[str]:
        """First arguments of the calls of a function, which must be literal."""
        return [ast.literal_eval(call.args[0]) for _, call in self.calls(function)]


def plain(line: str) -> str:
    """Return a line without roles, link targets and inline code."""
    line = re.sub(r"\{[\w:-]+\}`[^`]*`", "", line)
    line = re.sub(r"\]\([^)]*\)", "]", line)
    return re.sub(r"`[^`]*`", "", line)


def typed_numbers(line: str) -> list[str]:
    """Return the numbers, in digits or in words, that stand typed in a line of prose.

    Years, full dates, article numbers and the names of standards are no counts; a single ``one`` is a word like others.
    """
    for name in NAMES:
        line = line.replace(name, "")
    for allowed in (FULL_DATE, re.compile(rf"\b\d{{1,2}} (?:{MONTHS})\b"), ARTICLE, YEAR):
        line = allowed.sub("", line)
    return [found.group() for pattern in (NUMBER, WORD) for found in pattern.finditer(line)]
