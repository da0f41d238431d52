"""Figures: what they draw, in which direction, and what they say to those who cannot see them."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib import colormaps, rcParams
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import Rectangle

from autograde import reference
from convlab import figures, images
from convlab.figures import numbers, pixels, windows
from convlab.figures.picture import SHOWN, STYLE, Picture, finish

IMAGE = np.array([[1, 2, 0, 3], [0, 1, 5, 1], [2, 0, 1, 4]])
KERNEL = np.array([[1, 0, 0], [10, 0, 0], [0, 100, 0]])
COLOURS = ("0072B2", "D55E00", "009E73", "CC79A7", "E69F00", "56B4E9", "000000")


class Tag(HTMLParser):
    """Keeps the attributes of one ``<img>``."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep them."""
        assert tag == "img"
        self.attributes = {name: value or "" for name, value in attrs}


def tag(html: str) -> dict[str, str]:
    """Return the attributes of the one ``<img>`` that `html` is."""
    parser = Tag()
    parser.feed(html)
    return parser.attributes


def test_html_holds_picture_and_text() -> None:
    """The HTML is one ``<img>``: the PNG inside, the width, and the alt text, well escaped."""
    alt = 'a "pagoda" & <b>lake</b>, blue > red'
    picture = figures.image(images.load("china"), "pagoda", alt=alt)
    shown = tag(picture._repr_html_())
    assert shown["alt"] == alt
    assert "<b>" not in picture.html()
    kind, data = shown["src"].split(",")
    assert kind == "data:image/png;base64"
    assert b64decode(data) == picture.png
    assert imread(BytesIO(picture.png)).shape[1] > int(shown["width"]) > 100
    assert repr(picture) == f"[Picture: {alt}]"


@pytest.mark.parametrize("alt", ["", "  \n "])
def test_no_picture_without_text(alt: str) -> None:
    """A picture without a text in words is refused."""
    with pytest.raises(ValueError, match="a picture has a text"):
        figures.image(IMAGE, alt=alt)


def test_show_closes_pyplot_figure() -> None:
    """A figure of pyplot's becomes a picture, and is not shown a second time."""
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    figure, axes = pyplot.subplots(figsize=(4, 3))
    axes.plot([1, 2])
    picture = figures.show(figure, alt="a line that rises")
    assert pyplot.get_fignums() == before
    assert picture.width == 4 * SHOWN


def test_style_is_one_file_and_leaves_no_trace() -> None:
    """Inside ``style()`` its settings hold, outside the reader's own."""
    before = dict(rcParams)
    with figures.style():
        cycle = [entry["color"] for entry in rcParams["axes.prop_cycle"]]
        assert tuple(cycle) == tuple(f"#{colour}" for colour in COLOURS)
        assert rcParams["image.interpolation"] == "nearest"
    assert dict(rcParams) == before
    assert [path.name for path in STYLE.parent.glob("*.mplstyle")] == [STYLE.name]


def test_same_picture_twice() -> None:
    """The same call gives the same bytes."""
    one, two = (figures.products(IMAGE, KERNEL, at=(1, 2), bias=5) for _ in range(2))
    assert one == two


# Images and signed maps --------------------------------------------------------------------------


def test_image_axes() -> None:
    """Row 0 is at the top, column 0 on the left, and the axes say which is x and which is y."""
    figure = Figure()
    axes = figure.subplots()
    figures.draw_image(axes, IMAGE, "a title", limits=(0, 5))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("y (right)", "x (down)")
    assert axes.get_title() == "a title"
    assert all(float(tick).is_integer() for tick in [*axes.get_xticks(), *axes.get_yticks()])
    bottom, top = axes.get_ylim()
    assert bottom > top
    (drawn,) = axes.images
    assert np.array_equal(drawn.get_array(), IMAGE)
    assert drawn.get_clim() == (0, 5)


def test_signed_is_symmetric() -> None:
    """Zero is white, blue above, red below, and both ends are equally far."""
    figure = Figure()
    axes = figure.subplots()
    figures.draw_signed(axes, np.array([[-1.0, 0.0, 3.0]]), bar=False)
    (drawn,) = axes.images
    assert drawn.get_clim() == (-3, 3)
    low, zero, high = drawn.to_rgba(np.array([-3.0, 0.0, 3.0]))[:, :3]
    assert zero.min() > 0.95
    assert high[2] > high[0]
    assert low[0] > low[2]


def test_signed_of_zeros() -> None:
    """A map of zeros is white, not an error."""
    assert figures.signed(np.zeros((3, 5)), alt="nothing but zeros").width > 0


def test_signed_colours_differ_for_the_colour_blind() -> None:
    """Both ends of the signed scale also differ without red and green told apart (deuteranopia)."""
    deuteranopia = np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]])
    low, high = (deuteranopia @ colormaps[pixels.SIGNED](end)[:3] for end in (0.1, 0.9))
    assert np.abs(low - high).max() > 0.3


def test_shared_scale() -> None:
    """With one scale for all maps, the same number has the same colour in each."""
    small, large = np.array([[1.0, -1.0]]), np.array([[4.0, 0.0]])
    with_one = figures.maps({"a": small, "b": large}, shared=True, alt="two maps, one scale")
    given = figures.maps({"a": small, "b": large}, limit=4.0, alt="two maps, one scale")
    own = figures.maps({"a": small, "b": large}, alt="two maps, one scale")
    assert with_one == given != own


def test_window_outline() -> None:
    """The outline covers the pixels x - d to x + d and y - d to y + d, borders included."""
    axes = Figure().subplots()
    figures.draw_window(axes, 4, 7, 1)
    (patch,) = axes.patches
    assert isinstance(patch, Rectangle)
    assert patch.get_xy() == (5.5, 2.5)
    assert (patch.get_width(), patch.get_height()) == (3, 3)


# Numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (-3.0, "−3"),
        (0.5, "0.5"),
        (1 / 9, "0.111"),
        (float("nan"), ""),
        (455, "455"),
    ],
)
def test_short(value: float, text: str) -> None:
    """Numbers are written so that they fit into a cell."""
    assert numbers.short(value) == text


def grid_texts(grid: figures.Numbers) -> dict[tuple[float, float], str]:
    """Return the texts that are drawn for a grid, by their place."""
    axes = Figure().subplots()
    figures.draw_grid(axes, grid)
    return {text.get_position(): text.get_text() for text in axes.texts}


def test_grid_places() -> None:
    """Entry (x, y) stands x rows down and y columns to the right."""
    texts = grid_texts(figures.Numbers("title", IMAGE))
    for x in range(3):
        for y in range(4):
            assert texts[(y + 0.5, x + 0.52)] == str(IMAGE[x, y])


def test_grid_index() -> None:
    """Rows and columns are numbered from `first`, and the axes are named."""
    texts = grid_texts(figures.Numbers("t", np.zeros((2, 3)), index=True, first=-1)).values()
    assert {"x (down)", "y (right)"} <= set(texts)
    assert sorted(text for text in texts if text in ("−1", "0", "1", "2")).count("−1") == 2


def test_words() -> None:
    """A grid is read aloud row by row."""
    assert numbers.words("K", [[1, -2], [0.5, np.nan]]) == "K, row by row: 1 −2; 0.5 empty."


def test_grids_say_their_numbers() -> None:
    """Where no text is given, all numbers and signs are read."""
    picture = figures.grids(figures.Numbers("a", KERNEL), "≠", figures.Numbers("b", KERNEL.T))
    assert picture.alt == (
        "a, row by row: 1 0 0; 10 0 0; 0 100 0. ≠ b, row by row: 1 10 0; 0 0 100; 0 0 0."
    )


# Windows -----------------------------------------------------------------------------------------


def test_products_are_right() -> None:
    """The sum that the figure states is the reference's pixel."""
    for y in (1, 2):
        want = reference.conv_pixel(IMAGE, KERNEL, 5, 1, y)
        alt = figures.products(IMAGE, KERNEL, at=(1, y), bias=5).alt
        assert alt.endswith(f" + b = {want:.0f}.")


def test_products_with_padding() -> None:
    """With zeros around, a corner is allowed, and its sum is that of "same" padding."""
    want = reference.conv2d_same(IMAGE, KERNEL)
    for at in [(0, 0), (2, 3), (0, 3)]:
        alt = figures.products(IMAGE, KERNEL, at=at, padding=1).alt
        assert alt.endswith(f"= {want[at]:.0f}.")
        assert f"window at ({at[0]}, {at[1]})" in alt


def test_products_with_channels() -> None:
    """With channels there is a row for each, and the sum is F2's."""
    image = np.stack([IMAGE, 2 * IMAGE[::-1]], axis=2)
    kernel = np.stack([KERNEL, -KERNEL.T], axis=2)
    want = reference.conv2d_channels(image, kernel, 7)[0, 1]
    alt = figures.products(image, kernel, at=(1, 2), bias=7).alt
    assert alt.endswith(f" + b = {numbers.short(want)}.")
    assert "products, c = 1, row by row" in alt


@pytest.mark.parametrize("at", [(0, 1), (1, 0), (2, 1), (1, 3)])
def test_window_leaves_image(at: tuple[int, int]) -> None:
    """A window that leaves the image is refused, with the rule and the sizes."""
    with pytest.raises(ValueError, match=r"d <= x < H - d.*H = 3, W = 4"):
        figures.products(IMAGE, KERNEL, at=at)


def test_result_so_far() -> None:
    """The result is filled in reading order up to the window, and right where it is filled."""
    image = np.arange(20.0).reshape(4, 5)
    out = windows.result_so_far(image, KERNEL, 5.0, (2, 1))
    want = reference.conv2d(image, KERNEL, 5.0)
    assert np.array_equal(out[0], want[0])
    assert out[1, 0] == want[1, 0]
    assert np.isnan(out[1, 1:]).all()


def test_sliding_says_where_numbers_go() -> None:
    """Each place says its products, their sum with the bias, and the entry that it becomes."""
    alt = figures.sliding(IMAGE, KERNEL, [(1, 1), (1, 2)], bias=5).alt
    assert "At (1, 2): 2 + 10 + 100 + b = 117, written to Im_out[0, 1]." in alt


@pytest.mark.parametrize(
    ("terms", "bias", "text"),
    [([2, 0, -3], 0, "2 − 3 = −1"), ([0, 0], 5, "0 + b = 5"), ([-1, 400], 0, "−1 + 400 = 399")],
)
def test_sum_in_words(terms: list[float], bias: float, text: str) -> None:
    """A sum is written without its zeros, and subtracts what is negative."""
    assert windows.sum_in_words(np.array(terms, dtype=float), bias) == text


def test_reach_and_box() -> None:
    """Local connectivity and the box through all channels say their numbers."""
    reach = figures.reach(IMAGE, KERNEL, [(1, 1), (1, 2)])
    assert "Im_out[0, 1] uses the 3 × 3 pixels around (1, 2)" in reach.alt
    assert "the same 9 weights" in reach.alt
    box = figures.channels_box(7, 9, 4, 5, at=(3, 4))
    assert "box of 5 × 5 × 4 weights" in box.alt
    assert "All 100 products" in box.alt
    assert "plane of 3 × 5" in box.alt


# Where they are read -----------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return a notebook with one picture in its outputs."""
    import nbformat

    picture = finish(Figure(figsize=(1, 1)), 'nothing "at all" & <white>')
    data = {"text/html": picture.html(), "text/plain": repr(picture)}
    output = nbformat.v4.new_output("execute_result", data, execution_count=1)
    cell = nbformat.v4.new_code_cell("picture", execution_count=1, outputs=[output])
    title = nbformat.v4.new_markdown_cell("# A page")
    path = tmp_path / "page.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[title, cell]), path)
    return path


def images_in(html: str) -> list[dict[str, str]]:
    """Return the attributes of every ``<img>`` with data inside."""
    found = []
    for part in html.split("<img ")[1:]:
        attributes = tag("<img " + part[: part.index(">", part.index("base64,")) + 1])
        found.append(attributes)
    return found


def test_nbconvert_keeps_alt(page: Path) -> None:
    """The HTML that nbconvert makes has the picture with its alt text."""
    from nbconvert import HTMLExporter

    html, _ = HTMLExporter().from_filename(str(page))
    (shown,) = images_in(html)
    assert shown["alt"] == 'nothing "at all" & <white>'


def test_site_keeps_alt(page: Path, tmp_path: Path) -> None:
    """The page that Sphinx and myst-nb make has the picture with its alt text."""
    settings = 'extensions = ["myst_nb"]\nnb_execution_mode = "off"\nroot_doc = "page"\n'
    (tmp_path / "conf.py").write_text(settings, encoding="utf-8")
    build = [sys.executable, "-m", "sphinx", "-q", str(tmp_path), str(tmp_path / "site")]
    subprocess.run(build, check=True, timeout=120)
    html = (tmp_path / "site" / "page.html").read_text(encoding="utf-8")
    (shown,) = images_in(html)
    assert shown["alt"] == 'nothing "at all" & <white>'


def test_picture_is_what_it_says_it_is() -> None:
    """A picture's fields go into a notebook's JSON as text."""
    picture = finish(Figure(figsize=(1, 1)), "  nothing\n at all ")
    assert picture.alt == "nothing at all"
    assert isinstance(picture, Picture)
    assert json.loads(json.dumps(picture.html())) == picture.html()
