"""Handwritten digits that come with the course.

Their licence is in ``convlab/data/LICENSES.md``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convlab.images import DATA

__all__ = ["load", "place"]

INK = 16
"""The darkest value in the file: each pixel counts the dark ones among 4 x 4 scanned pixels."""

Floats = NDArray[np.floating[Any]]
Labels = NDArray[np.intp]


def load() -> tuple[Floats, Labels]:
    """Return the pictures and what they show.

    Returns
    -------
    images : ndarray of float, (1797, 8, 8)
        How much ink each pixel holds, from 0 (paper) to 1.
    labels : ndarray of int, (1797,)
        The digits, 0 to 9.
    """
    with np.load(DATA / "digits.npz", allow_pickle=False) as archive:
        return archive["images"] / INK, archive["labels"].astype(np.intp)


def place(images: ArrayLike, side: int, dx: int = 0, dy: int = 0) -> Floats:
    """Put pictures into the middle of an empty square field, moved by (dx, dy).

    Parameters
    ----------
    images : (N, h, w)
    side
        Of the field, in pixels.
    dx, dy
        How far from the middle: down and to the right, in pixels.

    Returns
    -------
    ndarray of float, (N, side, side)

    Raises
    ------
    ValueError
        Where the pictures would leave the field.
    """
    pictures = np.asarray(images, dtype=float)
    count, height, width = pictures.shape
    top, left = (side - height) // 2 + dx, (side - width) // 2 + dy
    if not (0 <= top <= side - height and 0 <= left <= side - width):
        raise ValueError(
            f"pictures of {height} x {width} stay inside a field of side {side}; "
            f"moved by ({dx}, {dy}) they do not"
        )
    field = np.zeros((count, side, side))
    field[:, top : top + height, left : left + width] = pictures
    return field
