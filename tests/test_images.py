"""The photographs, their licences, and the small test images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import convlab
from convlab import images

DATA = Path(convlab.__file__).parent / "data"


@pytest.mark.parametrize("name", images.names())
def test_photograph(name: str) -> None:
    """A photograph is in colour, not square, from 0 to 1, and uses that range."""
    photograph = images.load(name)
    assert photograph.shape == (160, 240, 3)
    assert photograph.dtype == float
    assert photograph.min() >= 0.0
    assert photograph.max() <= 1.0
    assert np.ptp(photograph) > 0.8
    assert not np.allclose(photograph[..., 0], photograph[..., 2])


def test_names() -> None:
    """The lectures' photographs are there."""
    assert images.names() == ["cat", "china", "coffee"]


def test_every_file_has_its_licence() -> None:
    """The table of licences has a row with a link for each file, and no other rows."""
    text = (DATA / "LICENSES.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    files = {path.name for path in DATA.iterdir()} - {"LICENSES.md"}
    assert sorted(row.split("`")[1] for row in rows) == sorted(files)
    assert all("](https://creativecommons.org/" in row for row in rows)


def test_unknown_name() -> None:
    """An unknown photograph is a ValueError that lists those there are."""
    with pytest.raises(ValueError, match="one of cat, china, coffee; got 'dog'"):
        images.load("dog")


def test_gray() -> None:
    """Grey stays grey, green is brighter than red, and red than blue."""
    assert np.allclose(images.gray(np.full((2, 3, 3), 0.4)), 0.4)
    red, green, blue = (images.gray(np.full((1, 1, 3), np.eye(3)[c]))[0, 0] for c in range(3))
    assert green > red > blue > 0
    assert images.gray(images.load("cat")).shape == (160, 240)


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 4), (3,)])
def test_gray_refuses(shape: tuple[int, ...]) -> None:
    """What is not in colour is refused, with its shape."""
    with pytest.raises(ValueError, match=r"shape \(H, W, 3\); got \("):
        images.gray(np.zeros(shape))


def test_impulse() -> None:
    """An impulse is a single 1 at row and column."""
    image = images.impulse((4, 6), at=(1, 5))
    assert image.shape == (4, 6)
    assert image[1, 5] == image.sum() == 1
