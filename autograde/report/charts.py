"""Small charts as inline SVG; colours come from the page's style, so that dark mode works."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

__all__ = ["histogram", "histogram_counts", "rate_bar"]

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 18, 36
BARS = 20


def histogram_counts(scores: Sequence[float], most: float) -> tuple[float, list[int]]:
    """Count scores in bars of one width; a bar holds its lower end, the last one full marks only.

    Returns
    -------
    width, counts
        The width is at least a point, or a whole number of points.
    """
    width = float(max(1, math.ceil(most / BARS)))
    counts = [0] * (math.ceil(most / width) + 1)
    for score in scores:
        place = len(counts) - 1 if score >= most else int(max(score, 0.0) / width)
        counts[min(place, len(counts) - 1)] += 1
    return width, counts


def histogram(scores: Sequence[float], most: float) -> Markup:
    """Draw the distribution of scores between 0 and `most` points."""
    width, counts = histogram_counts(scores, most)
    highest = max([*counts, 1])
    step = (WIDTH - LEFT - RIGHT) / len(counts)
    inner = HEIGHT - TOP - BOTTOM
    parts = []
    for place, count in enumerate(counts):
        height = inner * count / highest
        x, y = LEFT + place * step, TOP + inner - height
        name = bar_name(place, width, most, len(counts))
        parts.append(
            f'<rect class="bar" x="{x + 1:.1f}" y="{y:.1f}" width="{step - 2:.1f}" '
            f'height="{height:.1f}"><title>{name}: {count}</title></rect>'
        )
        if count:
            parts.append(text(x + step / 2, y - 4, str(count), "count"))
        parts.append(text(x + step / 2, HEIGHT - 20, label(place, width, most, len(counts))))
    base = TOP + inner
    parts.append(f'<line class="axis" x1="{LEFT}" y1="{base}" x2="{WIDTH - RIGHT}" y2="{base}"/>')
    parts.append(text(WIDTH / 2, HEIGHT - 4, f"points (bars are {width:g} wide)"))
    words = ", ".join(
        f"{bar_name(place, width, most, len(counts))}: {count}"
        for place, count in enumerate(counts)
        if count
    )
    return Markup(  # numbers only
        f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-label="Distribution of scores. {words or "No scores."}">' + "".join(parts) + "</svg>"
    )


def label(place: int, width: float, most: float, bars: int) -> str:
    """Return what stands below a bar: its lower end."""
    return f"{most:g}" if place == bars - 1 else f"{place * width:g}"


def bar_name(place: int, width: float, most: float, bars: int) -> str:
    """Say which scores a bar holds."""
    if place == bars - 1:
        return f"{most:g} points"
    return f"{place * width:g} to below {min((place + 1) * width, most):g} points"


def text(x: float, y: float, words: str, style: str = "label") -> str:
    """Write a number or words of ours."""
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{words}</text>'


def rate_bar(rate: float | None) -> Markup:
    """Draw a share from 0 to 1 as a short bar; the number stands beside it in the table."""
    width = 0.0 if rate is None else 100.0 * rate
    return Markup(
        '<svg class="rate" viewBox="0 0 100 8" aria-hidden="true" preserveAspectRatio="none">'
        '<rect class="track" width="100" height="8"/>'
        f'<rect class="bar" width="{width:.1f}" height="8"/></svg>'
    )
