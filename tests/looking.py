"""Pages as a reader meets them: one context for many pages, with what the gates of accessibility ask of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from tests.conftest import serve

HEIGHT = 800  # CSS px of the screens, where a test is not about it
PATIENCE = 10_000  # ms until something that does not appear is missing
LOOKING = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")


class Reader:
    """Someone with one tab open on a site that is served on this machine."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self._home, self._asked = page, home, ""
        page.route("**/", self._stay)

    def open(self, address: str, width: int = 360, height: int = HEIGHT) -> Page:
        """The page at an address, on a screen of so many CSS px, with `look` in it."""
        self._asked = f"{self._home}/{address}"
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(self._asked)
        self.page.evaluate(LOOKING)
        return self.page

    def _stay(self, route: Route) -> None:
        """Keeps a page that leads elsewhere on the screen: an answer without content leaves a browser where it is."""
        if route.request.url == self._asked:
            route.continue_()
        else:
            route.fulfill(status=204)


@contextmanager
def reading(browser: Browser, site: Path, **context: Any) -> Iterator[Reader]:
    """A reader of a site, whose browser has the settings of `context`."""
    server, opened = serve(site), browser.new_context(**context)
    opened.set_default_timeout(PATIENCE)
    page = opened.new_page()
    yield Reader(page, f"http://127.0.0.1:{server.server_port}")
    opened.close()
    server.shutdown()
