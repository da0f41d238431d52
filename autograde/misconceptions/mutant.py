"""What a wrong reference is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Mutant"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A small wrong reference.

    Attributes
    ----------
    slug
        The mistake that it makes.
    function
        Called like the student's function; where `fresh`, called to make such a function.
    variant
        Tells several forms of one mistake apart, in tables and tests.
    fresh
        Whether the function keeps something from call to call and must be made anew.
    """

    slug: str
    function: Callable[..., Any]
    variant: str = ""
    fresh: bool = False

    def make(self) -> Callable[..., Any]:
        """Return the wrong function, with no memory of earlier calls."""
        made: Callable[..., Any] = self.function() if self.fresh else self.function
        return made

    @property
    def label(self) -> str:
        """Slug and variant."""
        return f"{self.slug} ({self.variant})" if self.variant else self.slug
