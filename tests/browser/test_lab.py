"""JupyterLab and formgrader as people use them: a real server on loopback, a real browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from people import FLIPPED, HW1, chromium, hand_in, keep_picture, make_course, script, solution

from autograde.bundle import FOLDER, write_bundle
from autograde.coursefolder import read_course

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

TOKEN = "loopback-only"
PATIENCE = 120_000
"""Milliseconds; a busy machine is slow to start a kernel."""


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: a student's bundle and a teacher's course lie in its root."""

    address: str
    root: Path

    @property
    def course(self) -> Path:
        """The teacher's course folder."""
        return self.root / "course"

    def url(self, path: str) -> str:
        """Return the address of a page."""
        return f"{self.address}/{path}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start JupyterLab in a course folder with two submissions, beside an unpacked bundle."""
    root = tmp_path_factory.mktemp("lab")
    write_bundle(root / "bundle.zip")
    with zipfile.ZipFile(root / "bundle.zip") as archive:
        archive.extractall(root)
    course = make_course(root / "course")
    hand_in(course, "flip", script(HW1, conv2d=FLIPPED))
    hand_in(course, "other", script(HW1))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (root / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options(port, root)],
            cwd=course,
            env=environment(root),
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(process, address, root / "server.log")
            yield Server(address, root)
        finally:
            process.terminate()
            process.wait(timeout=60)


def options(port: int, root: Path) -> list[str]:
    """Return the server's options: loopback only, nothing fetched from elsewhere."""
    return [
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={root}",
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=",
    ]


def environment(root: Path) -> dict[str, str]:
    """Return the server's environment: a home of its own; `convlab` is the bundle's."""
    home = root / "home"
    home.mkdir()
    places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    bundle = str(root / FOLDER)
    return {**os.environ, **places, "HOME": str(home), "PYTHONPATH": bundle, "PATH": path}


def wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/api/status?token={TOKEN}", timeout=30).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the browser."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """Open a window that is logged in."""
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.goto(f"{server.address}/api/me?token={TOKEN}")  # sets the cookie; nothing else needs it
    yield opened
    context.close()


# A student ---------------------------------------------------------------------------------------


def cell(page: Any, text: str) -> Any:
    """Return the code cell with this text."""
    return page.locator(".jp-CodeCell", has_text=text).first


def run(page: Any, text: str) -> None:
    """Run the cell with this text."""
    cell(page, text).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


def write(page: Any, text: str, source: str) -> None:
    """Replace a cell's text and run it."""
    cell(page, text).locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)
    page.keyboard.press("Shift+Enter")


def test_student_works_on_a_homework(page: Any, server: Server) -> None:
    """A student types an answer, sees the check fail by name, then pass, and validates."""
    notebook = f"{FOLDER}/assignments/{HW1}/{HW1}.ipynb"
    page.goto(server.url(f"lab/tree/{notebook}"))
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    answer, check = "def conv_pixel(image", 'check("hw1.conv_pixel"'
    said = cell(page, check).locator(".jp-OutputArea")

    run(page, "import matplotlib.pyplot")
    run(page, check)
    said.get_by_text("conv_pixel: not defined").first.wait_for()
    run(page, answer)
    run(page, check)
    said.get_by_text("conv_pixel: not written yet").first.wait_for()
    right = solution(HW1)["conv-pixel"]
    write(page, answer, right.replace("+ bias", "- bias"))
    run(page, check)
    said.get_by_text("conv_pixel: wrong value").first.wait_for()
    keep_picture(page, "lab-check-fails")
    write(page, answer, right)
    run(page, check)
    said.get_by_text("conv_pixel: passed").first.wait_for()
    assert "Traceback" not in said.inner_text()
    keep_picture(page, "lab-check-passes")

    page.get_by_role("button", name="Validate").click()
    results = page.locator(".jp-Dialog", has_text="Validation Results")
    results.wait_for()
    keep_picture(page, "lab-validate")
    told = results.inner_text()
    assert "conv2d: not written yet" in told
    assert "conv_pixel: " not in told
    results.get_by_role("button", name="Ok").click()
    saved = (server.root / notebook).read_text(encoding="utf-8")
    assert any(right in "".join(c["source"]) for c in json.loads(saved)["cells"])


# A teaching assistant ----------------------------------------------------------------------------


def row(page: Any, server: Server, student: str) -> Any:
    """Open formgrader's list of submissions and return a student's line."""
    page.goto(server.url(f"formgrader/manage_submissions/{HW1}"))
    line = page.locator("tbody tr", has=page.locator(f"td.student-id[data-order={student}]"))
    line.wait_for()
    return line


def press(page: Any, line: Any, button: str) -> str:
    """Press a button of a student's line; return what formgrader says when it is done."""
    line.locator(f"td.{button} a").click()
    box = page.locator(".modal.in")
    box.wait_for()
    return str(box.inner_text())


def test_teacher_grades_from_formgrader(page: Any, server: Server) -> None:
    """Formgrader's buttons grade with our suites, one submission a request, and make feedback."""
    line = row(page, server, "flip")
    assert "needs autograding" in line.inner_text()
    assert "Successfully autograded" in press(page, line, "autograde")
    line = row(page, server, "flip")
    keep_picture(page, "formgrader-submissions")
    assert "graded" in line.locator("td.status").inner_text()
    # The request that grades one submission leaves all others alone: it never takes longer.
    assert "needs autograding" in row(page, server, "other").inner_text()

    line = row(page, server, "flip")
    assert "Successfully generated feedback" in press(page, line, "generate-feedback")
    feedback = Path("course", "classroom", "feedback", "flip", HW1, f"{HW1}.html")
    # As a click in JupyterLab's file browser: its server wants to know where one comes from.
    page.goto(server.url(f"files/{feedback.as_posix()}"), referer=server.url("lab"))
    words = page.locator("body").inner_text()
    assert "Recognised: the kernel is flipped" in words
    assert page.locator(".convcourse-question svg").count() >= 2
    keep_picture(page, "formgrader-feedback")


def test_formgrader_and_command_agree(page: Any, server: Server) -> None:
    """The same submission has the same score from the button as from ``convcourse grade``."""
    from nbgrader.api import Gradebook

    submitted = server.course / "classroom" / "submitted" / "flip" / HW1 / f"{HW1}.ipynb"
    shown = row(page, server, "flip").locator("td.score").inner_text()
    seed = read_course(server.course).kept / HW1 / "seed"
    out = server.root / "verdicts.json"
    command = ["-m", "autograde", "grade", HW1, str(submitted), "--json", str(out)]
    done = subprocess.run(
        [sys.executable, *command, "--seed", seed.read_text().strip()],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (verdict,) = json.loads(out.read_text())["verdicts"]
    with Gradebook(read_course(server.course).db_url, "convcourse") as gradebook:
        recorded = gradebook.find_submission(HW1, "flip").score
    assert verdict["score"] == recorded
    assert shown == f"{recorded:g} / {verdict['max_score']:g}"


def test_manual_grading_page_shows_the_table(page: Any, server: Server) -> None:
    """Where a person grades, formgrader shows the same table of rubric lines."""
    from nbgrader.api import Gradebook

    with Gradebook(read_course(server.course).db_url, "convcourse") as gradebook:
        notebook = gradebook.find_submission_notebook(HW1, HW1, "flip").id
    page.goto(server.url(f"formgrader/submissions/{notebook}/"))
    page.locator(".convcourse-question").first.wait_for()
    keep_picture(page, "formgrader-manual")
    assert "kernel is flipped" in page.locator("body").inner_text()
