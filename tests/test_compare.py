"""What a wrong value is told: where and how it differs, never what the right one is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograde.compare import Wrong, expect_close, expect_count, expect_floating, expect_shape
from autograde.effects import effects
from autograde.student import Raised, Reply, StudentFailure, Unreadable

WANT = np.array([[1.5, -2.25, 3.0, 4.5], [5.0, 6.5, -7.0, 8.0], [9.0, 10.5, 11.0, -12.5]])
BORDER = np.pad(np.zeros((1, 2)), 1, constant_values=1.0)


def said(got: Any, want: Any = WANT) -> str:
    """Return the sentence about a value; empty where it is right."""
    try:
        expect_close(got, want)
    except Wrong as wrong:
        return str(wrong)
    return ""


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (WANT, ""),
        (WANT.tolist(), ""),
        (WANT.astype(np.float32), ""),
        (WANT + 1e-9, ""),
        (None, "The result is of type NoneType; numbers were asked for."),
        ([[1.0], [2.0, 3.0]], "The result is a list whose rows differ in length."),
        ("text", "The result is of type str; numbers were asked for."),
        (np.array(["a"]), "The result is not an array of real numbers."),
        (WANT.T, "The result's shape has rows and columns exchanged."),
        (WANT[..., None], "The result has 3 dimensions where 2 were asked for."),
        (WANT[:-1], "The result's shape is off: 1 too few rows."),
        (WANT * np.nan, "The result holds nan or infinity."),
        (WANT + 2, "Every value is wrong. All differ from the right ones by the same number."),
        (-WANT, "Every value is wrong. All have the wrong sign."),
        (
            WANT / 9,
            "Every value is wrong. All are too large or too small by the same factor.",
        ),
        (0 * WANT, "Every value is wrong."),
        (abs(WANT), "3 of 12 values are wrong, the first at [0, 1]. Some have the wrong sign."),
        (
            np.trunc(WANT),
            "6 of 12 values are wrong, the first at [0, 0]. "
            "All are whole numbers; the right ones are not.",
        ),
        (WANT + BORDER * WANT, "The inner values are right; values at the border are wrong."),
        (
            np.pad(WANT[:-1, :-1], ((0, 1), (0, 1))),
            "Only values in the last row or the last column are wrong.",
        ),
    ],
)
def test_sentences(got: Any, words: str) -> None:
    """Type, shape, place and manner are told; what is right up to rounding is not wrong."""
    assert said(got) == words


def test_shapes_with_maps() -> None:
    """Maps in front are told from other orders of the axes."""
    with pytest.raises(Wrong, match="the maps come last"):
        expect_shape(np.zeros((4, 5, 7)), (5, 7, 4))
    with pytest.raises(Wrong, match="in another order"):
        expect_shape(np.zeros((5, 4, 7)), (5, 7, 4))


@pytest.mark.parametrize(
    ("got", "words"),
    [(9, "small"), (11.0, "large"), (True, "bool"), ([10, 10], "single"), (np.nan, "nan")],
)
def test_counts(got: Any, words: str) -> None:
    """A count is exact, one number, and may be a float; the right number is not told."""
    expect_count(10.0, 10)
    with pytest.raises(Wrong, match=words) as error:
        expect_count(got, 10)
    assert "10" not in str(error.value)


def test_integers_are_not_floating() -> None:
    """A whole-number array is named with its type."""
    expect_floating(np.zeros(2, np.float32))
    with pytest.raises(Wrong, match="it is uint8"):
        expect_floating(np.zeros(2, np.uint8))


SECRET = "hidden_3141"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Raised("IndexError", ("IndexError", "LookupError"), SECRET), "IndexError: an index lies"),
        (Raised(SECRET, (SECRET, "ValueError", "Exception"), ""), "ValueError: a value or a shape"),
        (Raised(SECRET, (SECRET, "Exception"), ""), "raised Exception."),
        (Raised(SECRET, (SECRET, "int"), ""), "raised an error."),
        (Unreadable(SECRET), "no array of numbers"),
    ],
)
def test_errors_tell_no_inputs(reply: Reply, words: str) -> None:
    """Class names and messages of the student's own, which could hold an input, are not shown."""
    text = str(StudentFailure("conv2d", reply))
    assert words in text
    assert SECRET not in text


def test_hints_hold_no_decimals() -> None:
    """No hint of any suite about any mistake shows a value: there is no decimal point in it."""
    hints = {claim.hint or "" for one in effects() for claim in one.claims}
    assert len(hints) > 30
    assert not [hint for hint in hints if any(c + "." in hint[:-1] for c in "0123456789")]
