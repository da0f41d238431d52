"""Finding and running suites: private folders, faults of a suite's own, seeds, sentences."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograde import reference
from autograde.inprocess import InProcess
from autograde.suite import SUITES, Suite, claims_of, suite_files

HW1 = "hw1-convolution"
RIGHT = InProcess(
    lambda: {
        name: getattr(reference, name)
        for name in ("conv_pixel", "conv2d", "conv2d_same", "sobel_edges", "shift")
    }
)

PRIVATE = '''
import numpy as np
import pytest


@pytest.mark.points(2)
def test_values(student, rng):
    """A claim with the same name as a shipped one."""
    assert student.shift(np.ones((2, 3)), 0, 0).shape == (2, 3)


@pytest.mark.points(1)
def test_false(student):
    """A claim that does not hold."""
    secret = 31.41
    assert float(np.sum(student.shift(np.ones((2, 3)), 0, 0))) == secret
'''


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """Return a folder with a private suite for one question."""
    folder = tmp_path / "hw1_convolution"
    folder.mkdir()
    (folder / "test_shift.py").write_text(PRIVATE)
    return tmp_path


def test_shipped_files() -> None:
    """Without private folders the shipped files are used, in order."""
    files = suite_files(HW1)
    assert [path.name for path in files] == sorted(path.name for path in files)
    assert {path.parent for path in files} == {SUITES / "hw1_convolution"}
    assert len(files) == 5


def test_private_files_stand_in(private: Path) -> None:
    """A private file takes the place of the shipped one of its name; the others stay."""
    files = suite_files(HW1, [private])
    assert len(files) == 5
    assert private / "hw1_convolution" / "test_shift.py" in files
    assert SUITES / "hw1_convolution" / "test_shift.py" not in files
    points = {claim.name: claim.points for claim in claims_of(files) if "shift" in claim.grade_id}
    assert points == {"test_values": 2, "test_false": 1}


def test_private_claims_are_kept_apart(private: Path) -> None:
    """Tests of one name in two files have an outcome each."""
    run = Suite(suite_files(HW1, [private]), 3).judge(RIGHT)
    assert run.errors == ()
    failed = [claim for claim in run.claims if claim.outcome != "passed"]
    assert [(claim.grade_id, claim.name) for claim in failed] == [("test-shift", "test_false")]


ALONE = """
import sys
from pathlib import Path
from autograde import reference
from autograde.inprocess import InProcess
from autograde.suite import Suite
backend = InProcess(lambda: {"shift": reference.shift})
run = Suite([Path(sys.argv[1])], 3).judge(backend)
print([(claim.name, claim.outcome, claim.hint) for claim in run.claims])
"""


def test_a_bare_assert_tells_no_value(private: Path) -> None:
    """Grading does not rewrite asserts: no hidden value gets into a hint."""
    path = private / "hw1_convolution" / "test_shift.py"
    # In a process of its own: here the asserts are rewritten by the pytest that runs this test.
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(path)], capture_output=True, text=True, check=True
    )
    expected = [("test_values", "passed", None), ("test_false", "failed", None)]
    assert done.stdout.strip() == str(expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def test_x(student):\n    '''Claim.'''\n", r"carries points\(n\) exactly once"),
        ("import pytest\n@pytest.mark.points(1)\ndef test_x(student): pass\n", "has a docstring"),
        ("import pytest\n@pytest.mark.point(1)\ndef test_x(): '''Claim.'''\n", "point"),
        ("import nothing_of_that_name\n", "nothing_of_that_name"),
        ("def test_x(:\n", "SyntaxError"),
    ],
)
def test_faults_of_a_suite_are_told(tmp_path: Path, text: str, words: str) -> None:
    """A suite without points, without a rubric line or that can't be read is refused with why."""
    path = tmp_path / "test_shift.py"
    path.write_text(text)
    with pytest.raises(ValueError, match=words):
        claims_of([path])


def test_an_error_in_a_suite_is_nobodys_failure(tmp_path: Path) -> None:
    """Where the suite itself breaks, the claim is not judged, and staff learn why."""
    path = tmp_path / "test_shift.py"
    path.write_text(PRIVATE.replace("secret = 31.41", "secret = 1 / 0"))
    claims = {claim.name: claim for claim in Suite([path], 1).judge(RIGHT).claims}
    assert claims["test_values"].outcome == "passed"
    assert claims["test_false"].outcome == "not judged"
    assert claims["test_false"].hint == "ZeroDivisionError in the suite: division by zero"


def test_no_suite() -> None:
    """An assignment without a suite is an error of ours, not a score."""
    assert suite_files("hw9-nothing") == []
    assert Suite([], 1).judge(RIGHT).errors == ("there is no suite",)


def test_inputs_come_from_the_seed(tmp_path: Path) -> None:
    """The same seed draws the same inputs, another one others; each test draws its own."""
    path = tmp_path / "test_shift.py"
    path.write_text(
        "import pytest\n"
        + "".join(
            f"@pytest.mark.points(1)\ndef test_{n}(student, rng):\n"
            "    '''Claim.'''\n"
            "    student.shift(rng.normal(size=(2, 2)), 0, 0)\n"
            for n in "ab"
        )
    )

    def drawn(seed: int) -> list[float]:
        seen: list[float] = []

        def shift(image: np.ndarray, dx: int, dy: int) -> np.ndarray:
            seen.append(float(image[0, 0]))
            return image

        Suite([path], seed).judge(InProcess(lambda: {"shift": shift}))
        return seen

    assert drawn(5) == drawn(5)
    assert len({*drawn(5), *drawn(6)}) == 4


SCOPED = '''
import pytest


@pytest.fixture(scope="session")
def kept():
    return []


@pytest.mark.points(1)
@pytest.mark.parametrize("turn", [1, 2])
def test_turns(student, kept, turn):
    """What is kept for a session is kept from test to test."""
    kept.append(turn)
    assert kept == list(range(1, turn + 1))
'''


def test_each_submission_has_a_session(tmp_path: Path) -> None:
    """A fixture that is kept for pytest's session is made anew for every submission."""
    path = tmp_path / "test_shift.py"
    path.write_text(SCOPED)
    suite = Suite([path], 3)
    for _ in range(2):
        assert [claim.outcome for claim in suite.judge(RIGHT).claims] == ["passed", "passed"]


def test_submissions_do_not_touch_each_other() -> None:
    """A wrong submission between two right ones changes nothing about them."""
    wrong = InProcess(lambda: {"shift": lambda image, dx, dy: image})
    suite = Suite(suite_files(HW1), 3)
    first, between, last = (suite.judge(backend) for backend in (RIGHT, wrong, RIGHT))
    assert first == last
    assert {claim.outcome for claim in last.claims} == {"passed"}
    assert "failed" in {claim.outcome for claim in between.claims}
