"""The class report: what it counts, what it takes for alike, and the page in a browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from classes import notebook_of, submit, varied, verdict, write_class
from click.testing import CliRunner
from people import HW1, chromium, keep_picture, open_file
from rapidfuzz.distance import Indel

from autograde.cli import commands
from autograde.course import load_release
from autograde.csv_cells import safe_cell
from autograde.handin import OWN, Script
from autograde.intake import Submission, rebuild
from autograde.report import ReportError, write_report
from autograde.report.charts import histogram_counts
from autograde.report.data import ClassData, point_biserial
from autograde.report.similarity import (
    LEAST_SIMILARITY,
    alike,
    near_pairs,
    normalised,
    own_code,
)

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
FORMULA = "=HYPERLINK(A1)"


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a class of 23: 14 flip the kernel, three need a person, one has a hostile name."""
    course = tmp_path_factory.mktemp("course")
    wrong = {"failed": {"conv2d": ["test_values"]}, "mistakes": {"conv2d": "kernel-flipped"}}
    verdicts = [verdict(f"flip{n:02d}", **wrong) for n in range(14)]
    verdicts += [verdict(f"good{n}", cpu_seconds=2.0 + n) for n in range(4)]
    verdicts.append(verdict("weak", failed={"shift": ["test_far", "test_zeros"]}))
    verdicts.append(verdict("lost", not_judged={"shift": ["test_far"]}))
    note = f"cell {HOSTILE} is there more than once"
    verdicts.append(verdict(HOSTILE.replace("/", "_"), notes=[note], isolation="partial"))
    verdicts.append(verdict(FORMULA))
    write_class(course, verdicts, refused={"huge": "a notebook has at most 20 MiB"})
    for name, seed in {"good0": 1, "good1": 1, "good2": 2, "late": 3}.items():
        submit(course, name, notebook_of(varied(seed)))
    room = course / "classroom"
    damaged = room / "submitted" / "damaged" / HW1 / f"{HW1}.ipynb"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("no notebook", encoding="utf-8")
    feedback = room / "feedback" / "good0" / HW1
    feedback.mkdir(parents=True)
    (feedback / f"{HW1}.html").write_text("feedback", encoding="utf-8")
    return course


@pytest.fixture(scope="module")
def page(course: Path) -> Path:
    """Write the report."""
    return write_report(course, HW1)


def test_counts_of_a_class(course: Path) -> None:
    """Scores, mistakes and tests are counted over the judged; nobody is counted twice."""
    data = ClassData.read(course / "classroom" / "verdicts" / f"{HW1}.json", HW1)
    assert len(data.entries) == 22
    assert sorted(data.scores) == sorted([17.5] * 14 + [20.0] * 6 + [19.0])
    assert (data.median, data.full_marks, data.max_score) == (17.5, 6, 20.0)
    [line] = data.mistakes
    assert (line.slug, line.students, line.counts) == ("kernel-flipped", 14, (0, 14, 0, 0, 0))
    tests = {(q.name, t.name): t for q in data.questions for t in q.tests}
    values, far = tests["conv2d", "test_values"], tests["shift", "test_far"]
    assert (values.passed, values.failed, values.not_judged) == (8, 14, 0)
    assert (far.passed, far.failed, far.not_judged, far.rate) == (20, 1, 1, 20 / 21)
    assert values.discrimination == pytest.approx(
        np.corrcoef([0] * 14 + [1] * 7, [17.5] * 20 + [16.5])[0, 1]
    )
    assert tests["conv_pixel", "test_bias"].discrimination is None
    assert data.isolation == [("full", 21), ("partial", 1)]


def test_people_are_named_with_the_reason(page: Path) -> None:
    """Not judged, refused, and handed in after grading: each with why."""
    people = {row["student"]: row["why"] for row in rows(page.parent / "people.csv")}
    assert set(people) == {"lost", "damaged", "late", "huge"}
    assert people["huge"] == "a notebook has at most 20 MiB"
    assert people["lost"].startswith("shift, test_far")
    assert "JSON" in people["damaged"]
    assert "grade the class again" in people["late"]


def test_point_biserial_of_what_tells_apart() -> None:
    """A test that the strong pass is near 1, one that only the weak pass is negative."""
    rest = [1.0, 2.0, 3.0, 9.0, 10.0, 11.0]
    strong, weak = [False] * 3 + [True] * 3, [True] * 3 + [False] * 3
    assert point_biserial(strong, rest) == pytest.approx(0.98, abs=0.01)
    assert point_biserial(weak, rest) == pytest.approx(-0.98, abs=0.01)
    assert point_biserial([True] * 6, rest) is None
    assert point_biserial(strong, [1.0] * 6) is None


def test_histogram_holds_every_score_once() -> None:
    """Full marks have a bar of their own, and no score falls out at either end."""
    width, counts = histogram_counts([0.0, 0.5, 19.5, 20.0, 20.0, -1.0, 25.0], 20.0)
    assert (width, sum(counts), counts[0], counts[19], counts[20]) == (1.0, 7, 3, 1, 3)
    width, counts = histogram_counts([29.9, 30.0], 30.0)
    assert (width, counts[-2:]) == (2.0, [1, 1])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_spreadsheets_run_nothing(text: str) -> None:
    """A text that a spreadsheet would take for a formula begins with a quote; numbers stay."""
    assert safe_cell(text) == f"'{text}"
    assert safe_cell(-1.5) == "-1.5"
    assert safe_cell("a-b") == "a-b"


def test_tables_agree_with_the_page(page: Path) -> None:
    """The CSV files hold a line a student, numbers as numbers, and no formula."""
    scores = {row["student"]: row for row in rows(page.parent / "scores.csv")}
    assert len(scores) == 22
    assert (scores["flip00"]["score"], scores["flip00"]["conv2d"]) == ("17.5", "4.5")
    assert (scores["lost"]["judged"], scores["lost"]["score"]) == ("no", "")
    assert f"'{FORMULA}" in scores
    assert len(rows(page.parent / "mistakes.csv")) == 14
    assert {row["test"] for row in rows(page.parent / "tests.csv")} >= {"test_values", "test_far"}


# Similarity --------------------------------------------------------------------------------------


def submission(made: Script) -> Submission:
    """Return a script as intake takes it in."""
    return rebuild(notebook_of(made), load_release(HW1))


def renamed(made: Script) -> Script:
    """Return a copy with other names, other comments and other layout."""
    other = {"image": "pic", "kernel": "w", "out": "res", "height": "hh", "total": "s", "acc": "q"}
    cells = []
    for name, source in made.cells:
        for old, new in other.items():
            source = re.sub(rf"(?<![\w.]){old}\b", new, source)
        cells.append((name, "# my own work\n" + source.replace(" = ", "  =  ")))
    return Script(tuple(cells))


def test_copy_with_other_names_is_found() -> None:
    """A copy with names, comments and spaces changed is the same; other people's code is not."""
    found = alike(
        {
            "a": submission(varied(1)),
            "b": submission(renamed(varied(1))),
            "c": submission(varied(2)),
            "d": submission(varied(3)),
        },
        load_release(HW1),
    )
    assert [(one.students, one.similarity) for one in found if one.similarity == 1.0] == [
        (("a", "b"), 1.0)
    ]


def test_copy_with_a_line_changed_is_found() -> None:
    """A copy with one more line is near, below the same."""
    (name, source), *rest = varied(1).cells
    changed = Script(((name, source.replace("\n    return", "\n    value = 3\n    return")), *rest))
    found = alike({"a": submission(varied(1)), "b": submission(changed)}, load_release(HW1))
    assert [one.students for one in found] == [("a", "b")]
    assert LEAST_SIMILARITY < found[0].similarity < 1.0


def test_what_all_were_given_is_not_alike() -> None:
    """Untouched notebooks share only the release's text: nothing of their own."""
    untouched = submission(Script(()))
    assert own_code(untouched, load_release(HW1)) == ""
    assert alike({"a": untouched, "b": untouched}, load_release(HW1)) == ()


def test_prefilter_loses_no_near_pair() -> None:
    """Every pair that full comparison finds near is found through its rare runs too."""
    texts = []
    for seed in range(12):
        source = varied(seed).cells[0][1]
        texts.append(normalised(source))
        texts.append(normalised(source.replace("    return total", "    acc = 5\n    return acc")))
    near = {
        (i, j)
        for i in range(24)
        for j in range(i + 1, 24)
        if Indel.normalized_similarity(texts[i], texts[j]) >= LEAST_SIMILARITY
    }
    assert near >= {(2 * n, 2 * n + 1) for n in range(12)}
    assert {(i, j) for i, j, _ in near_pairs(texts)} == near


def test_few_are_compared_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a class's pairs few are compared whole, so that a thousand students take seconds."""
    compared = []
    whole = Indel.normalized_similarity

    def counted(*args: Any, **options: Any) -> float:
        compared.append(args)
        return float(whole(*args, **options))

    monkeypatch.setattr(Indel, "normalized_similarity", counted)
    texts = [normalised(varied(seed).cells[0][1]) for seed in range(150)]
    near_pairs([*texts, texts[0][:-1]])
    assert 0 < len(compared) < 150 * 149 / 2 / 10


@pytest.mark.parametrize(
    "code",
    ['"""', "(((", "def f(:\n  x\n y", "\\", "é = $ ?", "x" * 30_000, "1 " * 40_000, "\x00"],
)
def test_any_text_can_be_compared(code: str) -> None:
    """Unfinished, damaged and huge code is split as far as it goes, and never runs."""
    source = Script(((OWN, code),))
    tokens = normalised(own_code(submission(source), load_release(HW1)))
    assert len(tokens) <= 3000


# The page ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start one browser for the page's tests."""
    with chromium() as started:
        yield started


def test_page_in_a_browser(browser: Any, page: Path) -> None:
    """The page shows what was counted, complains of nothing, and loads nothing from elsewhere."""
    shown, complaints = open_file(browser, page)
    requests: list[str] = []
    shown.on("request", lambda request: requests.append(request.url))
    shown.reload()
    keep_picture(shown, "report")
    words = shown.locator("body").inner_text()
    assert "14 of 22: the kernel is flipped" in words
    assert "Seed: 12345" in words
    assert "full (21), partial (1)" in words
    assert shown.locator("td.heat", has_text="14").count() == 1
    assert "17 to below 18 points: 14" in shown.locator("svg.chart").get_attribute("aria-label")
    assert shown.locator("a", has_text="good0").first.get_attribute("href").endswith(f"{HW1}.html")
    assert [url for url in requests if url != page.as_uri()] == []
    assert not complaints


def test_hostile_names_stay_text(browser: Any, page: Path) -> None:
    """A student's name and a note full of HTML are read as they are; no element comes of them."""
    shown, complaints = open_file(browser, page)
    assert shown.locator("img, script, iframe").count() == 0
    assert HOSTILE in shown.locator("section", has=shown.locator("#notes")).inner_text()
    assert not complaints


def test_page_on_a_phone_in_the_dark_and_in_print(browser: Any, page: Path) -> None:
    """Nothing sticks out at 390 pixels; dark mode is dark; print is dark on white."""
    shown, _ = open_file(browser, page, width=390)
    paper = "getComputedStyle(document.body).backgroundColor"
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    assert shown.evaluate(paper) == "rgb(255, 255, 255)"
    shown.emulate_media(color_scheme="dark")
    keep_picture(shown, "report-phone-dark")
    assert max(map(int, re.findall(r"\d+", shown.evaluate(paper)))) < 60
    shown.emulate_media(color_scheme="dark", media="print")
    assert shown.evaluate(paper) == "rgb(255, 255, 255)"
    assert shown.pdf(format="A4").startswith(b"%PDF")


def test_page_is_accessible(page: Path) -> None:
    """Pictures have words, tables have headings, the page has a language and one first heading."""
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert text.count("<h1>") == 1
    assert all(
        "aria-label=" in svg or "aria-hidden=" in svg for svg in re.findall(r"<svg[^>]*>", text)
    )
    assert text.count("<table>") == text.count("<thead>")


# The command -------------------------------------------------------------------------------------


def test_command_writes_the_report(
    course: Path, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    """``convcourse report`` in the course's folder names the page that it wrote."""
    monkeypatch.chdir(course)
    page.unlink()
    result = CliRunner().invoke(commands, ["report", HW1])
    assert result.exit_code == 0
    assert f"classroom/report/{HW1}/index.html" in result.output
    assert page.is_file()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (None, "convcourse autograde"),
        ("{}", "could not be read"),
        ('{"schema": 7, "verdicts": []}', "schema 1"),
        ('{"schema": 1, "verdicts": []}', "no verdict"),
    ],
)
def test_nothing_to_report_on(tmp_path: Path, text: str | None, part: str) -> None:
    """Without verdicts that can be read, one sentence names the next step."""
    verdicts = write_class(tmp_path, []) / "classroom" / "verdicts" / f"{HW1}.json"
    if text is None:
        verdicts.unlink()
    else:
        verdicts.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=part) as caught:
        write_report(tmp_path, HW1)
    assert "convcourse autograde" in str(caught.value)


def test_unknown_assignment_is_bad_usage(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another name than those there are: one sentence, exit code 2."""
    monkeypatch.chdir(course)
    result = CliRunner().invoke(commands, ["report", "hw9"])
    assert result.exit_code == 2
    assert "hw1-convolution" in result.output
