# Annotates everything.
# %% shift
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, Literal, NamedTuple, Protocol, TypeAlias, TypeVar, cast

from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")
Image: TypeAlias = NDArray[np.float64]
ZERO: Final[float] = 0.0


class Shape(NamedTuple):
    height: int
    width: int


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value: T = value


def shift(image: ArrayLike, dx: int, dy: int) -> Image:
    picture: Image = np.asarray(image, dtype=float)
    size = Shape(*picture.shape)
    out: Image = np.full(size, ZERO)
    height, width = size.height - abs(dx), size.width - abs(dy)
    if height > 0 and width > 0:
        to, start = (max(dx, 0), max(dy, 0)), (max(-dx, 0), max(-dy, 0))
        out[to[0] : to[0] + height, to[1] : to[1] + width] = picture[
            start[0] : start[0] + height, start[1] : start[1] + width
        ]
    return cast(Image, Box(out).value)
