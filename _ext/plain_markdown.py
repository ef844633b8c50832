"""The prose of a chapter without roles and directives, as a downloaded notebook shows it.

Each role and each directive that a chapter may use has one function here; one without is a warning, which ends the
build. Links lead to the site where its address is known, and are plain text where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from myst_nb.core.variables import format_plain_text
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.util import docname_join, logging

from _ext.facts import target
from _ext.sources import short
from helpers.labels import t

LOG = logging.getLogger(__name__)
_DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{([\w-]+)\} *([^\n]*)\n(.*?)^\1 *$", re.DOTALL | re.MULTILINE)
_OPTIONS = re.compile(r"\A(?::[\w-]+:.*\n)+\n*")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_ROLE = re.compile(r"\{([\w:-]+)\}`([^`]+)`")
_TITLED = re.compile(r"(.*?)\s*<([^>]+)>", re.DOTALL)


class Prose:
    """The prose of one page, ready to be made plain."""

    def __init__(self, app: Sphinx, page: str, values: Mapping[str, Mapping[str, str]]) -> None:
        """Take a page of the book; ``values`` holds what each page glues, by page and name."""
        self.app, self.page, self.values = app, page, values
        std = app.env.get_domain("std")
        assert isinstance(std, StandardDomain)
        self.std = std
        self.roles = {
            "glue:text": self._number,
            "row": lambda row: self._to_goal(target(row), row),
            "source": lambda key: self._to_goal(f"src-{key}", short(key)),
            "label": t,
            "doc": self._chapter,
            "ref": self._place,
            "term": self._term,
        }
        self.directives = {
            "chart": self._caption,
            "explorer": self._caption,
            "ledger": self._rows,
            "fact-table": self._rows,
            "figures": self._rows,
        }

    def plain(self, text: str) -> str:
        """Return a piece of MyST Markdown as plain Markdown."""
        text = _DIRECTIVE.sub(self._directive, text)
        text = _LINK.sub(self._link, text)
        return _ROLE.sub(self._role, text)

    def _directive(self, found: re.Match[str]) -> str:
        _, name, argument, content = found.groups()
        if name not in self.directives:
            return self._unknown(f"directive {name!r}", found)
        return self.directives[name](argument.strip(), _OPTIONS.sub("", content))

    def _role(self, found: re.Match[str]) -> str:
        name, content = found.groups()
        return self.roles[name](content) if name in self.roles else self._unknown(f"role {name!r}", found)

    def _unknown(self, what: str, found: re.Match[str]) -> str:
        LOG.warning("a downloaded notebook has nothing for the %s; see %s", what, __name__, location=self.page)
        return found.group()

    def _caption(self, name: str, content: str) -> str:
        """Return a caption as a quotation: the picture is in the output of its cell."""
        return "\n".join(f"> {line}".rstrip() for line in content.strip().splitlines())

    def _rows(self, table: str, content: str) -> str:
        return t("notebook: rows of {table}").format(table=table)

    def _link(self, found: re.Match[str]) -> str:
        """Return a link between pages as a link to the site; one that leads elsewhere stays as it is."""
        text, uri = found.groups()
        if re.match(r"[a-z]+:", uri):
            return found.group()
        file, _, anchor = uri.partition("#")
        page = self._page(file)
        return self._to(page, anchor, text or self._title(page))

    def _number(self, named: str) -> str:
        file, _, value = named.rpartition("::")
        name, _, form = value.partition(":")
        return format_plain_text(self.values[self._page(file)][name], form)

    def _chapter(self, named: str) -> str:
        text, name = _titled(named)
        page = docname_join(self.page, name)
        return self._to(page, "", text or self._title(page))

    def _place(self, named: str) -> str:
        text, name = _titled(named)
        known = self.std.labels.get(name.lower())
        return self._to_goal(name, text or (known[2] if known else name))

    def _term(self, named: str) -> str:
        text, name = _titled(named)
        for term, _, kind, page, anchor, _ in self.std.get_objects():
            if kind == "term" and term.lower() == name.lower():
                return self._to(page, anchor, text or name)
        return text or name

    def _to_goal(self, goal: str, text: str) -> str:
        """Return a link to a named place; a name that nothing has is warned of where the page is written."""
        page, anchor = self.std.anonlabels.get(goal.lower(), (None, ""))
        return self._to(page, anchor, text) if page else text

    def _to(self, page: str, anchor: str, text: str) -> str:
        site = self.app.config.book_site
        place = f"#{anchor}" if anchor else ""
        return f"[{text}]({site}/{self.app.builder.get_target_uri(page)}{place})" if site else text

    def _page(self, file: str) -> str:
        """Return the name of the page that a file of the source makes; no file is this page."""
        if not file:
            return self.page
        _, path = self.app.env.relfn2path(file, self.page)
        return self.app.env.path2doc(Path(path)) or self.page

    def _title(self, page: str) -> str:
        """Return the title of a page, set apart as one: it stands within a sentence."""
        return f"*{self.app.env.titles[page].astext()}*"


def _titled(named: str) -> tuple[str, str]:
    """Return text and goal of ``text <goal>``, or an empty text and the goal."""
    found = _TITLED.fullmatch(named)
    return (found[1], found[2]) if found else ("", named)
