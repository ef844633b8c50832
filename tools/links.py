"""Ask the address of every source whether it still answers: run now and then by `make links`, as it needs the network.

An address is dead if its host has no name, or says that there is nothing (404, 410). A host that refuses a program
(403, 429) or is down for the moment may well serve a reader: such addresses are counted, not held against the book.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from socket import gaierror
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from helpers.data import bibliography

#: Seconds that an address may take, and hosts asked at a time.
LIMIT, HOSTS = 30, 16
_AS = {"User-Agent": "Mozilla/5.0 (link check of a book; one request a week)"}


def addresses() -> dict[str, list[str]]:
    """Return the address of each source, with the keys of the sources that have it."""
    found = defaultdict(list)
    for key, entry in bibliography().entries.items():
        if url := entry.fields.get("url", "").replace("\\", ""):
            found[url].append(key)
    return dict(found)


def ask(url: str) -> str:
    """Return ``answers``, ``dead: ...`` or ``unsure: ...``."""
    try:
        with urlopen(Request(url, headers=_AS), timeout=LIMIT):
            return "answers"
    except HTTPError as error:
        return f"{'dead' if error.code in (404, 410) else 'unsure'}: {error.code} {error.reason}"
    except URLError as error:
        return f"{'dead' if isinstance(error.reason, gaierror) else 'unsure'}: {error.reason}"
    except (OSError, ValueError) as error:
        return f"unsure: {error}"


def ask_all(urls: list[str], ask: Callable[[str], str]) -> dict[str, str]:
    """Ask many addresses, those of one host one after the other."""
    hosts = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(HOSTS) as pool:
        said = pool.map(lambda group: [(url, ask(url)) for url in group], hosts.values())
        return dict(chain.from_iterable(said))


def main(ask: Callable[[str], str] = ask) -> int:
    """Ask all; print the dead ones with the sources that name them."""
    keys = addresses()
    said = ask_all(list(keys), ask)
    if "answers" not in said.values():
        print(f"links: none of {len(said)} addresses answers; this machine seems to be offline", file=sys.stderr)
        return 1
    dead = {url: why for url, why in said.items() if why.startswith("dead")}
    for url, why in sorted(dead.items()):
        print(f"references.bib: {', '.join(keys[url])}: {url}: {why.removeprefix('dead: ')}")
    counts = Counter(why.partition(":")[0] for why in said.values())
    print(
        f"links: {counts['answers']} answer, {counts['unsure']} can't be told by a program, {counts['dead']} are dead"
    )
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
