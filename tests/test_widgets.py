"""Figures with sliders: the first picture stays, each choice redraws it, and words go along."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from IPython.utils.capture import RichOutput

from autograde import reference
from convlab import images, widgets
from convlab.figures import Picture

IMAGE = np.array([[1, 2, 0, 3, 1], [0, 1, 5, 1, 0], [2, 0, 1, 4, 2]])
KERNELS = {"corner": np.array([[1, 0, 0], [10, 0, 0], [0, 100, 0]]), "one": np.array([[7]])}


def last_number(picture: Picture) -> float:
    """Return the number with which a picture's words end."""
    return float(picture.alt.rsplit("= ", 1)[1].rstrip(".").replace("−", "-"))


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("at", [(0, 0), (1, 1), (2, 4), (1, 3)])
def test_window_with_padding(kernel: str, at: tuple[int, int]) -> None:
    """With zeros around, every pixel of the image can be chosen, and its sum is right."""
    explorer = widgets.window(IMAGE, KERNELS, bias=5)
    picture = explorer.picture(kernel=kernel, x=at[0], y=at[1], padding="zeros")
    want = reference.conv2d_same(IMAGE, KERNELS[kernel], 5)
    assert last_number(picture) == want[at]


def test_window_without_padding() -> None:
    """Without padding, a place too close to the border moves to the nearest one that fits."""
    explorer = widgets.window(IMAGE, KERNELS, bias=5)
    want = reference.conv2d(IMAGE, KERNELS["corner"], 5)
    assert last_number(explorer.picture(x=0, y=4)) == want[0, 2]
    assert last_number(explorer.picture(x=1, y=2)) == want[0, 1]


def test_first_choices() -> None:
    """The first of all choices is shown until the reader chooses."""
    explorer = widgets.window(IMAGE, KERNELS)
    assert explorer.first() == {"kernel": "corner", "x": 0, "y": 0, "padding": "none"}
    assert explorer.picture() == explorer.picture(**explorer.first())


def test_photograph() -> None:
    """Kernel and channel can be chosen; the words name them and the range of the result."""
    image = images.load("coffee")
    kernels = {"sobel": reference.SOBEL, "sobel.T": reference.SOBEL.T}
    explorer = widgets.photograph(reference.conv2d, image, kernels, what="a cup")
    picture = explorer.picture(kernel="sobel.T", channel="green")
    result = reference.conv2d(image[:, :, 1], reference.SOBEL.T)
    assert f"from {result.min():.2f} to {result.max():.2f}" in picture.alt
    assert "the green channel of a photograph, a cup" in picture.alt
    assert "kernel sobel.T" in picture.alt


class Front:
    """Stands where a front end would: keeps what is displayed and what is updated."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shown: list[Any] = []
        self.updates: list[Any] = []
        monkeypatch.setattr("IPython.display.display", self.display)

    def display(self, thing: Any, display_id: bool = False) -> Front:
        """Keep what is displayed."""
        self.shown.append(thing)
        return self

    def update(self, thing: Any) -> None:
        """Keep what replaces it."""
        self.updates.append(thing)


def test_sliders_redraw(monkeypatch: pytest.MonkeyPatch) -> None:
    """First the picture, then the controls; each change of a control replaces the picture."""
    front = Front(monkeypatch)
    explorer = widgets.window(IMAGE, KERNELS, bias=5)
    explorer._ipython_display_()
    picture, row = front.shown
    assert picture == explorer.picture()
    kernel, x, y, padding = row.children
    assert [w.description for w in row.children] == ["kernel", "x", "y", "padding"]
    assert ((x.min, x.max), (y.min, y.max)) == ((0, 2), (0, 4))
    padding.value = "zeros"
    y.value = 4
    kernel.value = "one"
    assert front.updates[-1] == explorer.picture(kernel="one", x=0, y=4, padding="zeros")
    assert len(front.updates) == 3


def test_menu_of_names() -> None:
    """A mapping shows its names and passes its values on."""

    def draw(weight: float) -> Picture:
        return Picture(b"", f"weight {weight}", 1)

    explorer = widgets.explore(draw, weight={"one half": 0.5, "one": 1.0})
    assert explorer.picture().alt == "weight 0.5"
    menu = widgets.control("weight", explorer.choices["weight"])
    assert menu.options == (("one half", 0.5), ("one", 1.0))


def test_in_a_shell() -> None:
    """In a real IPython shell the picture arrives as HTML with its words, the controls after it."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    try:
        with capture_output() as captured:
            widgets.window(IMAGE, KERNELS)._ipython_display_()
    finally:
        shell.clear_instance()
    first, second = captured.outputs
    assert isinstance(first, RichOutput)
    assert first.data["text/html"].startswith('<img alt="Im_in, row by row: 1 2 0 3 1;')
    assert "application/vnd.jupyter.widget-view+json" in second.data
