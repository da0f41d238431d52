"""A wrong answer to a public example beside the right one, drawn for feedback."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from autograde.fingerprints import examples, expected
from autograde.graded import Response
from autograde.grids import grid_svg, planes
from autograde.student import Array

__all__ = ["Picture", "picture_of"]


@dataclass(frozen=True, slots=True)
class Side:
    """One answer of two: what it is, its shape, and its maps as SVG."""

    title: str
    shape: str
    maps: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A student's answer to a public example beside the right one."""

    words: str
    sides: tuple[Side, Side]
    marked: bool


def picture_of(assignment: str, function: str, response: Response) -> Picture:
    """Return the picture of a function's wrong answer."""
    example = examples(assignment, function)[response.example]
    got, want = np.array(response.values, dtype=float), expected(example)
    size = float(np.abs(want).max(initial=0.0))
    wrong = ~np.isclose(got, want, rtol=1e-6, atol=1e-6) if got.shape == want.shape else None
    sides = (side("yours", got, size, wrong), side("expected", want, size, None))
    return Picture(example.words, sides, wrong is not None)


def side(title: str, values: Array, size: float, wrong: Array | None) -> Side:
    """Draw one answer."""
    marks = [None] * len(planes(values)) if wrong is None else planes(wrong)
    maps = tuple(
        grid_svg(plane, size, mark) for plane, mark in zip(planes(values), marks, strict=True)
    )
    return Side(title, " × ".join(map(str, values.shape)), maps)
