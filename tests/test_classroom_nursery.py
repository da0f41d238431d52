"""What grading processes are forked from."""

from __future__ import annotations

import subprocess
import sys

LOADED = """
import gc, sys
import autograde.classroom.nursery
from autograde.sandbox.view import student_view
print(gc.isenabled(), gc.get_freeze_count() > 10_000, student_view.cache_info().currsize)
print([name for name in ("IPython", "matplotlib", "nbgrader") if name in sys.modules])
"""


def test_it_has_loaded_what_grading_needs_and_no_more() -> None:
    """The view is worked out, all memory is to be shared, and nothing of the students is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.split("\n")[:2] == ["True True 1", "[]"]
