"""Texts and pictures of students are fit to be shown anywhere."""

from __future__ import annotations

import base64
import io
import struct

import matplotlib.image
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde.plain_text import fenced, plain, plain_output
from autograde.sandbox.pictures import SIGNATURE, chunk, chunks_of, picture_of

# Texts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Größe 大小 🎉\tα\n", "Größe 大小 🎉\tα\n"),
        ("a\r\nb", "a\nb"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[Hgone", "gone"),
        ("\x1b]8;;http://x/\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x1b\\", ""),
        ("\x07\x00\x08", "\ufffd" * 3),
        ("points: \u202e02 fo 0", "points: \ufffd02 fo 0"),
        ("\ud83d", "\ufffd"),
        ("\x1b[", "\ufffd["),
    ],
)
def test_plain(text: str, shown: str) -> None:
    """What a terminal would obey, or a reader not see, is taken out; words of any script stay."""
    assert plain(text) == shown


def test_plain_output() -> None:
    """Colours and progress bars stay readable in outputs; other sequences go."""
    text = "\x1b[1;31mred\x1b[0m\x1b[2Jrest\rof\x1b]0;x\x07"
    assert plain_output(text) == "\x1b[1;31mred\x1b[0mrest\nof"


@given(st.text(st.characters(codec=None)))
def test_plain_is_plain(text: str) -> None:
    """Whatever the text, what is left can be printed, and cleaning it again changes nothing."""
    shown = plain(text)
    assert plain(shown) == shown
    assert "\x1b" not in shown
    shown.encode()


@settings(deadline=None)
@given(st.text(st.sampled_from("`~ \n\r\t<a>$\\{}[](!x\u2028\u2424\x0b\x0c"), max_size=60))
def test_fenced(text: str) -> None:
    """Behind its fence every text is one block of code on the page, and nothing else."""
    from bs4 import BeautifulSoup
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    page = MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(fenced(text))
    soup = BeautifulSoup(page, "html.parser")
    assert {tag.name for tag in soup.find_all()} == {"pre", "code"}
    assert len(soup.find_all("code")) == 1


# Pictures ----------------------------------------------------------------------------------------


def png(height: int = 3, width: int = 4) -> bytes:
    """Return a picture's file."""
    file = io.BytesIO()
    matplotlib.image.imsave(file, np.random.default_rng(0).random((height, width)), format="png")
    return file.getvalue()


def shown(data: bytes) -> bytes | None:
    """Return what is shown of a picture's file."""
    text = picture_of(base64.b64encode(data).decode())
    return None if text is None else base64.b64decode(text)


def test_picture_stays() -> None:
    """A picture is shown as it is, and what is no picture in its file is left out."""
    before, after = png(), shown(png())
    assert after is not None
    for data in (before, after):
        assert matplotlib.image.imread(io.BytesIO(data)).shape == (3, 4, 4)
    same = [matplotlib.image.imread(io.BytesIO(data)) for data in (before, after)]
    np.testing.assert_array_equal(*same)
    assert b"Software" in before
    assert b"Software" not in after


def test_wrapped_base64() -> None:
    """Base64 in lines is base64 too."""
    text = base64.encodebytes(png()).decode()
    assert picture_of(text) == picture_of(base64.b64encode(png()).decode()) is not None


def test_polyglot() -> None:
    """Comments and what follows the end of a picture do not pass."""
    comment = chunk(b"tEXt", b"x\0<script>alert(1)</script>")
    data = png()
    header = len(SIGNATURE) + 25
    mixed = data[:header] + comment + data[header:] + b"<script>alert(2)</script>"
    assert shown(mixed) == shown(data)


def sized(width: int, height: int) -> bytes:
    """Return a picture's file that announces another size."""
    chunks = list(chunks_of(png()))
    header = struct.pack(">II", width, height) + chunks[0][1][8:]
    parts = [chunk(kind, body) for kind, body in [(b"IHDR", header), *chunks[1:]]]
    return b"".join([SIGNATURE, *parts])


@pytest.mark.parametrize("size", [(0, 4), (4, 0), (10_001, 1), (1, 2**31), (6000, 6000)])
def test_size(size: tuple[int, int]) -> None:
    """A picture that would fill the page or the browser's memory is not shown."""
    assert shown(sized(4, 3)) is not None
    assert shown(sized(*size)) is None


@pytest.mark.parametrize(
    "text",
    [
        None,
        5,
        "",
        '"><script>alert(1)</script>',
        base64.b64encode(b"<svg onload=alert(1)>").decode(),
        base64.b64encode(b"\xff\xd8\xff\xe0 a JPEG").decode(),
        base64.b64encode(png()[:-4]).decode(),
        base64.b64encode(png()[:60]).decode(),
        base64.b64encode(SIGNATURE).decode(),
        base64.b64encode(SIGNATURE + chunk(b"IEND", b"")).decode(),
        base64.b64encode(SIGNATURE + chunk(b"IHDR", b"\0" * 13) + chunk(b"IEND", b"")).decode(),
        base64.b64encode(png()).decode() + "<",
        "A" * 2_000_001,
    ],
)
def test_no_picture(text: object) -> None:
    """What is no PNG, or not whole, is not shown."""
    assert picture_of(text) is None


@given(st.integers(8, 200), st.integers(0, 255))
def test_broken_picture(place: int, value: int) -> None:
    """A picture with one byte changed is not shown."""
    data = bytearray(png())
    place %= len(data)
    changed = data[place] != value
    data[place] = value
    assert (shown(bytes(data)) is None) == changed
