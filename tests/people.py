"""What the tests of pages share: submissions made of the solutions and of mistakes."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograde.course import load_release
from autograde.handin import OWN, Script, fill_in, write_notebook

ROOT = Path(__file__).parent.parent
HW1 = "hw1-convolution"
BEGIN, END = "    ### BEGIN SOLUTION\n", "    ### END SOLUTION"

FLIPPED = """
def conv2d(image, kernel, bias=0.0):
    image = np.asarray(image, dtype=float)
    kernel = np.asarray(kernel, dtype=float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("the kernel does not fit")
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            out[x, y] = np.sum(kernel[::-1, ::-1] * image[x : x + k, y : y + k]) + bias
    return out
"""


@cache
def solution(assignment: str) -> dict[str, str]:
    """Return the answers of the source notebook, as a student would write them."""
    path = ROOT / "solutions" / assignment / f"{assignment}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    answers = load_release(assignment).answers
    found = {c["id"]: "".join(c["source"]) for c in cells if c["id"] in answers}
    return {name: source.split(END)[0].replace(BEGIN, "") for name, source in found.items()}


def script(assignment: str, own: str = "", **answers: str) -> Script:
    """Return the solution with some answers replaced (conv2d="…"), and a cell of one's own."""
    mine = {name.replace("_", "-"): source for name, source in answers.items()}
    cells = [*({**solution(assignment), **mine}).items()]
    return Script(((OWN, own), *cells) if own else tuple(cells))


def hand_in(course: Path, student: str, script: Script, assignment: str = HW1) -> Path:
    """Write a submission into a course folder's classroom."""
    folder = course / "classroom" / "submitted" / student / assignment
    return write_notebook(folder / f"{assignment}.ipynb", fill_in(assignment, script))


def make_course(folder: Path, assignment: str = HW1) -> Path:
    """Make a course folder whose gradebook knows one assignment; nobody has handed in."""
    from autograde.release import generate

    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "solutions" / assignment, folder / "solutions" / assignment)
    generate(folder)
    return folder


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the distribution's Chromium, or skip where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    arguments = ["--disable-gpu", "--disable-quic"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def open_file(browser: Any, path: Path, width: int = 1100) -> tuple[Any, list[str]]:
    """Open a page without network; returns it and what it complains about, filled as it does."""
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.route(re.compile("^https?:"), lambda route: route.fulfill(status=204, body=""))
    page.goto(path.as_uri())
    return page, complaints


def keep_picture(page: Any, name: str) -> None:
    """Keep a picture of the page among the artefacts, for people to look at."""
    folder = ROOT / "artefacts"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)
