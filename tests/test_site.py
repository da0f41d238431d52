"""The site as a reader has it: built without a warning, opened page by page, nothing fetched."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "artefacts" / "site"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: see `make system`")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make site` does, warnings being errors."""
    (line,) = [
        line
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if line.startswith("site:")
    ]
    arguments = line.partition("-m sphinx ")[2].split()[:-1]
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *arguments, target],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return target


class Page(HTMLParser):
    """What a page points to, which places it has, and its pictures without words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = {""}
        self.silent: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        found = {name: value or "" for name, value in attrs}
        self.places |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in {"img", "script", "iframe", "source"} and "src" in found:
            self.loads.append(found["src"])
        if tag == "link" and found.get("rel") in {"stylesheet", "icon", "preload"}:
            self.loads.append(found["href"])
        if tag == "img" and not found.get("alt", "").strip():
            self.silent.append(found.get("src", "")[:80])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """All pages, by their path from the site's root."""
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


def test_every_lecture_and_guide_has_a_page(pages: dict[str, Page]) -> None:
    """Each notebook of lectures/ and each Markdown file of docs/ became a page."""
    sources = [*ROOT.glob("lectures/*.ipynb"), *ROOT.glob("docs/**/*.md")]
    wanted = {path.relative_to(ROOT).with_suffix(".html").as_posix() for path in sources}
    assert len(wanted) > 15
    assert wanted <= set(pages)


def test_no_broken_links(site: Path, pages: dict[str, Page]) -> None:
    """Every link inside the site leads to a file, and every #place in it is there."""
    broken = []
    for name, page in pages.items():
        for link in page.links + page.loads:
            if urlsplit(link).scheme:
                continue
            path, place = urldefrag(urljoin(f"/{name}", link))
            target = unquote(path.partition("?")[0]).lstrip("/")
            if not (site / target).is_file():
                broken.append(f"{name}: {link}")
            elif target in pages and unquote(place) not in pages[target].places:
                broken.append(f"{name}: {link} (no such place)")
    assert not broken


def test_pages_load_nothing_from_elsewhere(pages: dict[str, Page]) -> None:
    """No page names a script, a style or a picture that lies on another machine."""
    loads = {load for page in pages.values() for load in page.loads}
    assert loads
    assert not [
        load for load in loads if urlsplit(load).scheme not in {"", "data"} or "//" in load[:2]
    ]


def test_every_picture_has_words(pages: dict[str, Page]) -> None:
    """Each image of each page has an alt text."""
    assert not {name: page.silent for name, page in pages.items() if page.silent}


# In a browser -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site on loopback."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Tab:
    """A browser's tab that may only reach loopback, and what went wrong in it."""

    def __init__(self, browser, address: str, **options: object) -> None:  # type: ignore[no-untyped-def]
        self.address = address
        self.troubles: list[str] = []
        self.page = browser.new_context(**options).new_page()
        self.page.route("**/*", self.watch)
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))

    def watch(self, route) -> None:  # type: ignore[no-untyped-def]
        """Let a request to the site through; note and stop every other."""
        url = route.request.url
        if url.startswith(self.address):
            route.continue_()
        else:
            self.troubles.append(f"asked for {url}")
            route.abort()

    def hear(self, message) -> None:  # type: ignore[no-untyped-def]
        """Note an error on the console."""
        if message.type == "error":
            self.troubles.append(f"console of {self.page.url}: {message.text}")

    def open(self, name: str) -> None:
        """Open a page of the site and wait until it rests."""
        answer = self.page.goto(self.address + name)
        assert answer is not None
        assert answer.ok, f"{name}: {answer.status}"
        self.page.wait_for_load_state("networkidle")

    def keep(self, name: str) -> None:
        """Keep a screenshot, to be looked at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Start the distribution's Chromium."""
    from playwright.sync_api import sync_playwright

    options = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ]
    if os.getuid() == 0:
        options.append("--no-sandbox")  # Chromium's sandbox does not work for root
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=options)
        yield chromium
        chromium.close()


@needs_chromium
def test_every_page_opens_quietly(browser: object, address: str, pages: dict[str, Page]) -> None:
    """Each page opens on a phone: no error on the console, nothing fetched, nothing cut off."""
    tab = Tab(browser, address, viewport=PHONE)
    for name in pages:
        tab.open(name)
        too_wide = tab.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, f"{name} is {too_wide} px wider than a phone"
    assert not tab.troubles


@needs_chromium
def test_formulas_are_drawn(browser: object, address: str) -> None:
    """The browser lays formulas out itself: F1's sum stands above its limits and has a height."""
    tab = Tab(browser, address, viewport=LAPTOP)
    tab.open("lectures/01-convolution-formula.html")
    formula = tab.page.locator(".formula math").first
    box = formula.locator("munderover").first.bounding_box()
    assert box["height"] > 1.5 * formula.locator("mi").first.bounding_box()["height"]
    assert "\\" not in tab.page.locator("article").inner_text().split("return")[0]


@needs_chromium
def test_search_finds(browser: object, address: str) -> None:
    """Searching for a word of lecture 2 by keyboard finds lecture 2, without a server."""
    tab = Tab(browser, address, viewport=LAPTOP)
    tab.open("docs/index.html")
    tab.page.keyboard.press("Control+k")
    tab.page.keyboard.type("equivariant")
    tab.page.keyboard.press("Enter")
    found = tab.page.locator("#search-results li a[href*='02-shift-equivariance']")
    found.first.wait_for()
    tab.keep("search")
    assert not tab.troubles


@needs_chromium
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_dark_and_light(browser: object, address: str, size: dict[str, int]) -> None:
    """The page follows the system to dark; the button changes it, and the next page keeps that."""
    tab = Tab(browser, address, viewport=size, color_scheme="dark")

    def brightness() -> int:
        colour = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(number) for number in colour[4:-1].split(","))

    lecture, kind = "lectures/01-convolution-formula.html", f"{size['width']}"
    tab.open(lecture)
    assert brightness() < 3 * 64
    tab.page.locator(".cell_output img").first.scroll_into_view_if_needed()
    tab.keep(f"dark-{kind}")
    if size is PHONE:
        tab.page.locator("label.primary-toggle, button.primary-toggle").first.click()
    tab.page.locator("button.theme-switch-button:visible").first.click()
    option = tab.page.locator("[data-mode='light']:visible, [data-bs-theme-value='light']:visible")
    if option.count():
        option.first.click()
    assert brightness() > 3 * 192
    tab.open("docs/students.html")
    assert brightness() > 3 * 192
    tab.keep(f"light-{kind}")
    assert not tab.troubles
