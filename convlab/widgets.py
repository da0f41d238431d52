"""Figures with sliders. Without a running kernel the picture stays, with its text in words.

The picture is an ordinary output of the cell, and the sliders below it redraw it. So the page
that was saved shows the picture of the first choice, on the web and to a screen reader alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convlab.figures import Picture, draw_image, draw_signed, products, style
from convlab.figures.picture import canvas, finish

__all__ = ["Explorer", "explore", "photograph", "window"]

Array = NDArray[Any]
Choice = range | Sequence[Any] | Mapping[str, Any]
Convolve = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Explorer:
    """A picture that depends on a few choices.

    Attributes
    ----------
    draw
        Takes the choices by name and returns the picture.
    choices
        Name -> what one can choose: a ``range`` becomes a slider, anything else a menu. The first
        of them is shown until the reader chooses.
    """

    draw: Callable[..., Picture]
    choices: Mapping[str, Choice]

    def first(self) -> dict[str, Any]:
        """Return the first of all choices, by name."""
        return {name: next(iter(values(choice))) for name, choice in self.choices.items()}

    def picture(self, **chosen: Any) -> Picture:
        """Return the picture for some choices; the others stay at their first."""
        return self.draw(**{**self.first(), **chosen})

    def _ipython_display_(self) -> None:
        from IPython.display import display

        handle = display(self.picture(), display_id=True)  # type: ignore[no-untyped-call]
        controls = {name: control(name, choice) for name, choice in self.choices.items()}

        def redraw(_: Any) -> None:
            chosen = {name: widget.value for name, widget in controls.items()}
            handle.update(self.draw(**chosen))

        for widget in controls.values():
            widget.observe(redraw, names="value")
        display(row(list(controls.values())))  # type: ignore[no-untyped-call]


def values(choice: Choice) -> Sequence[Any]:
    """Return what can be chosen, in order."""
    return list(choice.values()) if isinstance(choice, Mapping) else choice


def control(name: str, choice: Choice) -> Any:
    """Return the slider or the menu for one choice."""
    import ipywidgets

    first = values(choice)[0]
    if isinstance(choice, range):
        ends = {"min": choice[0], "max": choice[-1], "step": choice.step}
        slider = {"continuous_update": False, "tooltip": f"choose {name}"}
        return ipywidgets.IntSlider(first, description=name, **ends, **slider)
    options = list(choice.items()) if isinstance(choice, Mapping) else list(choice)
    return ipywidgets.Dropdown(options=options, value=first, description=name)


def row(controls: Sequence[Any]) -> Any:
    """Return controls beside each other."""
    import ipywidgets

    return ipywidgets.HBox(controls, layout=ipywidgets.Layout(flex_flow="row wrap"))


def explore(draw: Callable[..., Picture], **choices: Choice) -> Explorer:
    """Show a picture with sliders and menus: ``explore(draw, x=range(5), kernel=["blur", …])``."""
    return Explorer(draw, choices)


def window(image: ArrayLike, kernels: Mapping[str, ArrayLike], bias: float = 0.0) -> Explorer:
    """Show one window of a small image; kernel, position and padding can be chosen.

    Parameters
    ----------
    image : (H, W)
    kernels
        Name -> kernel, (k, k).
    bias
        Added once.
    """
    pixels = np.asarray(image, dtype=float)
    height, width = pixels.shape

    def draw(kernel: str, x: int, y: int, padding: str) -> Picture:
        weights = np.asarray(kernels[kernel], dtype=float)
        d = len(weights) // 2
        low = 0 if padding == "zeros" else d
        at = min(max(x, low), height - 1 - low), min(max(y, low), width - 1 - low)
        return products(pixels, weights, at, bias, padding=d - low)

    return explore(
        draw,
        kernel=list(kernels),
        x=range(height),
        y=range(width),
        padding=["none", "zeros"],
    )


def photograph(
    conv2d: Convolve, image: ArrayLike, kernels: Mapping[str, ArrayLike], what: str
) -> Explorer:
    """Show a photograph and what a kernel makes of it; kernel and channel can be chosen.

    Parameters
    ----------
    conv2d
        The reader's own function: (H, W) and (k, k) to (H - 2d, W - 2d).
    image : (H, W, 3)
        From 0 to 1.
    kernels
        Name -> kernel, (k, k).
    what
        What the photograph shows, in a few words.
    """
    colour = np.asarray(image, dtype=float)
    planes = {"red": 0, "green": 1, "blue": 2}

    def draw(kernel: str, channel: str) -> Picture:
        plane = colour[:, :, planes[channel]]
        result = conv2d(plane, np.asarray(kernels[kernel], dtype=float))
        with style():
            figure, (left, right) = canvas(2, size=(7.0, 2.5))
            draw_image(left, plane, f"{channel} channel")
            draw_signed(right, result, f"{kernel} of it")
        low, high = float(result.min()), float(result.max())
        return finish(
            figure,
            f"Left: the {channel} channel of a photograph, {what}, in grey. Right: the result of "
            f"the kernel {kernel}, from {low:.2f} to {high:.2f}, blue above zero and red below.",
        )

    return explore(draw, kernel=list(kernels), channel=list(planes))
