"""What grading processes are forked from: all that they need, loaded once for a whole machine.

Importing this module loads it, as a fork server imports and does nothing else.
"""

from __future__ import annotations

import gc

__all__: list[str] = []


def _load() -> None:
    """Load what every grading process would load or work out, and share it with all."""
    gc.disable()  # nothing that is loaded here goes away again
    import numpy.random  # noqa: F401

    import autograde.classroom.work
    import autograde.suites.support  # noqa: F401
    from autograde.sandbox.view import student_view

    student_view()
    gc.freeze()  # a collection would touch, and so copy, every inherited page
    gc.enable()


_load()
