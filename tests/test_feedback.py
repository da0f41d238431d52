"""Nothing that a student wrote runs, loads or links on the pages that graders open."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from intake_factory import HW1, own, put_behind, solved
from people import chromium, make_course, open_file

from autograde.gradebook import open_api

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

Notebook = dict[str, Any]

MARK = "PWNED"
RUN = f"document.title='{MARK}'"

TEXTS = {
    "script": f"<script>{RUN}</script>",
    "image": f'<img src=x onerror="{RUN}">',
    "svg": f'<svg onload="{RUN}"><script>{RUN}</script></svg>',
    "frame": f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "data frame": '<iframe src="data:text/html;base64,PHNjcmlwdD4="></iframe>',
    "object": '<object data="data:text/html,<script>1</script>"></object><embed src=x>',
    "details": f'<details open ontoggle="{RUN}">x</details>',
    "link": f"[click](javascript:{RUN})",
    "HTML link": f'<a href="javascript:{RUN}">click</a>',
    "link by reference": f"[click][1]\n\n[1]: javascript:{RUN}",
    "autolink": f"<javascript:{RUN}>",
    "picture from elsewhere": "![seen](http://localhost:9/seen.png)",
    "form": '<form action="http://localhost:9/"><input autofocus onfocus=alert(1)></form>',
    "refresh": '<meta http-equiv="refresh" content="0;url=http://localhost:9/">',
    "base": '<base href="http://localhost:9/">',
    "style": "<style>body { display: none }</style><link rel=stylesheet href=//localhost:9/a.css>",
    "closed fence": f"```\n```````\n~~~\n\n<script>{RUN}</script>",
    "odd line ends": f"\u2424```\u2424\u2028```\u2028<script>{RUN}</script>\x0c",
    "mathematics": f"$\\href{{javascript:{RUN}}}{{x}}$ $$</script><script>{RUN}</script>$$",
    "comment": f"<!-- --><!--><script>{RUN}</script>",
    "closed page": f"</code></pre></div></body></html><script>{RUN}</script>",
    "terminal": f"\x1b[31m<script>{RUN}</script>\x1b]8;;javascript:{RUN}\x07x\x1b]8;;\x07",
}

SHOWN = """
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
for payload in PAYLOADS:
    for kind in (HTML, Markdown, Latex, Javascript):
        display(kind(payload))
    for kind in ("text/html", "image/svg+xml", "text/markdown", "application/javascript",
                 "application/vnd.jupyter.widget-view+json", "image/png", "image/jpeg"):
        display({kind: payload, "text/plain": payload}, raw=True)
"""
PRINTED = """
import sys
for payload in PAYLOADS:
    print(payload)
    print(payload, file=sys.stderr)
"""
REPRESENTED = """
class Sly:
    def __repr__(self):
        return PAYLOADS[0]
    def _repr_html_(self):
        return PAYLOADS[0]
Sly()
"""
RAISED = """
Sly.__name__ = Sly.__qualname__ = PAYLOADS[1]
class Fault(Exception): pass
Fault.__name__ = PAYLOADS[0]
raise Fault(*PAYLOADS)
"""
ANSWER = """
def shift(image, dx, dy):
    raise Fault(PAYLOADS[0] + "\\x1b[31m" + PAYLOADS[1])
"""


def hostile() -> Notebook:
    """Return a notebook with every payload in every place that a page shows."""
    notebook = solved()
    payloads = own(f"PAYLOADS = {list(TEXTS.values())!r}")
    code = [own(source) for source in (PRINTED, SHOWN, REPRESENTED, RAISED)]
    texts = [own(text, kind) for text in TEXTS.values() for kind in ("markdown", "raw", "code")]
    put_behind(notebook, "imports", payloads, *code, *texts)
    for cell in notebook["cells"]:
        if cell["id"] == "shift":
            cell["source"] = ANSWER
        cell["attachments"] = {"a.svg": {"image/svg+xml": TEXTS["svg"]}}
        cell["outputs"] = [
            {"output_type": "display_data", "metadata": {}, "data": {"text/html": TEXTS["script"]}}
        ]
    notebook["metadata"]["title"] = TEXTS["script"]
    notebook["metadata"]["widgets"] = {"a": TEXTS["script"]}
    return notebook


ACTIVE_TAGS = {
    *("script", "iframe", "object", "embed", "svg", "form"),
    *("input", "meta", "base", "link", "style", "video"),
}
RUNNING = ("srcdoc", "formaction", "background", "ping")
ADDRESSES = ("href", "src", "data", "action", "poster")


def active_parts(page: str) -> Counter[str]:
    """Count what a browser would run, load or follow on a page."""
    from bs4 import BeautifulSoup

    found: Counter[str] = Counter()
    for tag in BeautifulSoup(page, "html.parser").find_all(True):
        if tag.name in ACTIVE_TAGS:
            found[f"<{tag.name}> {tag.get_text()[:60]}"] += 1
        for name, value in tag.attrs.items():
            text = "".join(str(value).lower().split())
            runs = name.startswith("on") or name in RUNNING
            if runs or (name in ADDRESSES and not inert(text)):
                found[f"{name}={text[:60]}"] += 1
    return found


def inert(address: str) -> bool:
    """Whether an address stays on its page and runs nothing."""
    return address.startswith(("#", "data:image/png;base64,"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Grade an honest and a hostile student with nbgrader; return their feedback pages."""
    course = make_course(tmp_path_factory.mktemp("course"))
    pages = {}
    for student, notebook in (("honest", solved()), ("hostile", hostile())):
        path = course / "classroom" / "submitted" / student / HW1 / f"{HW1}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook))
        api = open_api(course)
        for step in (api.autograde, api.generate_feedback):
            answer = step(HW1, student, force=True)
            assert answer["success"], answer
        pages[student] = course / "classroom" / "feedback" / student / HW1 / f"{HW1}.html"
    return pages


def test_no_active_part(pages: dict[str, Path]) -> None:
    """The hostile student's page runs, loads and follows what the honest one's does, no more."""
    honest, hostile = (active_parts(pages[name].read_text()) for name in ("honest", "hostile"))
    assert hostile - honest == Counter()


@pytest.mark.parametrize("name", TEXTS)
def test_payload_is_shown_as_text(name: str, pages: dict[str, Path]) -> None:
    """Each payload stands on the page for the grader to read, in Markdown, raw text and code."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(pages["hostile"].read_text(), "html.parser")
    blocks = ["".join(block.get_text().split()) for block in soup.find_all("pre")]
    line = max(TEXTS[name].split("\x1b")[0].split("\n"), key=len) or "<script>"
    text = "".join("".join(c for c in line if c.isprintable() or c == " ").split())
    text = text.replace("\u2028", "")
    assert sum(text in block.replace("\ufffd", "") for block in blocks) >= 3


@pytest.mark.parametrize("name", TEXTS)
def test_payload_would_act(name: str) -> None:
    """The payloads are no blanks: rendered as Markdown or put out as HTML, each one acts."""
    import nbformat
    from nbconvert import HTMLExporter

    def page(text: str) -> Counter[str]:
        notebook = nbformat.v4.new_notebook()
        output = nbformat.v4.new_output("display_data", {"text/html": text})
        notebook.cells = [
            nbformat.v4.new_markdown_cell(text),
            nbformat.v4.new_code_cell("", outputs=[output]),
        ]
        return active_parts(HTMLExporter(template_name="classic").from_notebook_node(notebook)[0])

    assert page(TEXTS[name]) - page("harmless") != Counter()


def test_feedback_in_a_browser(pages: dict[str, Path]) -> None:
    """Opened in a real browser, the hostile page runs nothing of the student's and stays put."""
    with chromium() as browser:
        shown, complaints = open_file(browser, pages["hostile"])
        shown.wait_for_timeout(500)
        assert shown.title() == HW1
        assert shown.url == pages["hostile"].as_uri()
        assert shown.locator("body").is_visible()
        assert complaints == []
