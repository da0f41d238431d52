"""Texts of students, made fit to be shown: in a terminal, on a page, in a browser.

Nothing of a student's is rendered. Markdown can hold HTML, and links that run scripts; texts can
hold sequences that a terminal obeys, and marks that turn the direction of writing.
"""

from __future__ import annotations

import re

__all__ = ["fenced", "plain", "plain_output"]

# Control characters but tab and newline, the invisible marks of direction, and half characters.
UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
UNFIT = re.compile(f"[{UNSEEN}]")
COLOUR = re.compile(r"(\x1b\[[0-9;]{0,20}m)")
SEQUENCE = re.compile(
    r"\x1b(?:\[[0-9;:?<=>]{0,40}[ -/]?[@-~]|\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\))"
)


def plain(text: str) -> str:
    """Return `text` with each character that would act, not show, replaced."""
    return UNFIT.sub("\ufffd", SEQUENCE.sub("", text).replace("\r\n", "\n"))


def plain_output(text: str) -> str:
    """Return what a cell printed, as text; colours stay, which pages show as colours."""
    parts = COLOUR.split(text)
    parts[::2] = [plain(part.replace("\r", "\n")) for part in parts[::2]]
    return "".join(parts)


def fenced(text: str) -> str:
    """Return Markdown that shows `text` as it was typed.

    The fence is longer than any in the text, so the text can't close it.
    """
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}\n{plain(text)}\n{fence}"
