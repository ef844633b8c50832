"""What the tests need that open the site in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Where a repository's pages stand on their host.
BASE = "/some-repo/"
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "color_scheme": "light"}
DESK = {"viewport": {"width": 1280, "height": 900}}
OPEN_FOLDS = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing of each request, nor of a browser that leaves before it has all."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """Answer."""
        with suppress(ConnectionError):
            super().handle()


class GitHubPages(Quiet):
    """What Pages does: nothing outside the folder, no listings, 404.html for what is missing."""

    def send_head(self):
        """Serve a file of the site, or the page for what is not found."""
        site, path = Path(self.directory), unquote(urlsplit(self.path).path)
        file = site / path.removeprefix(BASE)
        if file.is_dir() and not path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{path}/")
            self.end_headers()
            return None
        file = file / "index.html" if file.is_dir() else file
        jekyll = not (site / ".nojekyll").exists() and any(part.startswith("_") for part in Path(path).parts)
        found = path.startswith(BASE) and file.is_file() and not jekyll
        shown = file if found else site / "404.html"
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", self.guess_type(str(shown)))
        self.end_headers()
        return shown.open("rb") if shown.is_file() else None


@contextmanager
def serving(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[ThreadingHTTPServer]:
    """Serve a folder on a port of its own while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Watched:
    """A tab, and all that went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start to listen."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
