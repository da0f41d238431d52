"""Photographs that come with the course, and small test images.

Licences are in ``convlab/data/LICENSES.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["gray", "impulse", "load", "names"]

DATA = Path(__file__).parent / "data"
LUMA = (0.299, 0.587, 0.114)

Floats = NDArray[np.floating[Any]]


def names() -> list[str]:
    """Return the names of the photographs."""
    return sorted(path.stem for path in DATA.glob("*.png"))


def load(name: str) -> Floats:
    """Return a photograph.

    Parameters
    ----------
    name
        One of `names`.

    Returns
    -------
    ndarray of float, (160, 240, 3)
        Red, green and blue, from 0 to 1.

    Raises
    ------
    ValueError
        Where there is no such photograph.
    """
    if name not in names():
        raise ValueError(f"a photograph is one of {', '.join(names())}; got {name!r}")
    from matplotlib.image import imread

    return np.asarray(imread(DATA / f"{name}.png"), dtype=float)[..., :3]


def gray(image: ArrayLike) -> Floats:
    """Return the brightness of a colour image, (H, W, 3) -> (H, W), by Rec. 601's weights."""
    colour = np.asarray(image, dtype=float)
    if colour.ndim != 3 or colour.shape[2] != 3:
        raise ValueError(f"a colour image has shape (H, W, 3); got {colour.shape}")
    red, green, blue = (share * colour[:, :, c] for c, share in enumerate(LUMA))
    brightness: Floats = red + green + blue  # in this order on every machine, unlike `@`
    return brightness


def impulse(shape: tuple[int, int], at: tuple[int, int]) -> Floats:
    """Return an image of zeros with a single 1 at row and column `at`."""
    image = np.zeros(shape)
    image[at] = 1.0
    return image
