"""The digits that come with the course: what they are, and where they can be put."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits

from convlab import digits
from convlab.images import DATA


def test_digits_are_scikit_learns() -> None:
    """Pictures and labels are those of the published set, brightness from 0 to 1."""
    images, labels = digits.load()
    published = load_digits()
    np.testing.assert_array_equal(images * 16, published.images)
    np.testing.assert_array_equal(labels, published.target)
    assert (images.shape, images.min(), images.max()) == ((1797, 8, 8), 0.0, 1.0)


def test_digits_are_small_and_licensed() -> None:
    """The file stays below 200 KB, holds plain arrays, and its licence is beside it."""
    assert (DATA / "digits.npz").stat().st_size < 200_000
    text = (DATA / "LICENSES.md").read_text(encoding="utf-8")
    assert "`digits.npz`" in text
    assert "doi.org/10.24432/C50P49" in text


def test_place_puts_pictures_in_the_middle_and_moves_them() -> None:
    """(dx, dy) is down and to the right, from the middle of the field; nothing is lost."""
    picture = np.arange(1.0, 7.0).reshape(1, 2, 3)
    field = digits.place(picture, 9)
    moved = digits.place(picture, 9, dx=2, dy=-1)
    np.testing.assert_array_equal(field[0, 3:5, 3:6], picture[0])
    np.testing.assert_array_equal(moved[0, 5:7, 2:5], picture[0])
    assert field.sum() == moved.sum() == picture.sum()


@pytest.mark.parametrize("move", [(-4, 0), (5, 0), (0, 4), (0, -4)])
def test_place_refuses_what_leaves_the_field(move: tuple[int, int]) -> None:
    """A picture that would be cut off is an error that says the sizes."""
    with pytest.raises(ValueError, match=r"pictures of 2 x 3 stay inside a field of side 9"):
        digits.place(np.ones((1, 2, 3)), 9, *move)
