"""Debug a peer: `diagnose()`."""

import pytest

from autograde.compare import Wrong
from autograde.misconceptions import PEER_FAULTS
from autograde.student import Student


def expect_fault(student: Student, letter: str) -> None:
    """Check one classmate's fault; the same name for everybody is no diagnosis."""
    value = student.diagnose()
    if not isinstance(value, dict):
        raise Wrong(f"The result should be a dict; it is of type {type(value).__name__}.")
    names = {known: value.get(known) for known in PEER_FAULTS}
    given = [name for name in names.values() if isinstance(name, str)]
    if not isinstance(names[letter], str):
        raise Wrong(f"The dict has no name of a fault for {letter}.")
    if len(given) > 1 and len(set(given)) == 1:
        raise Wrong("All classmates have the same fault in your answer; theirs differ.")
    if names[letter] != PEER_FAULTS[letter]:
        raise Wrong(f"Classmate {letter} made another mistake.")


@pytest.mark.points(0.75)
def test_a(student: Student) -> None:
    """The fault of classmate A is found."""
    expect_fault(student, "A")


@pytest.mark.points(0.75)
def test_b(student: Student) -> None:
    """The fault of classmate B is found."""
    expect_fault(student, "B")


@pytest.mark.points(0.75)
def test_c(student: Student) -> None:
    """The fault of classmate C is found."""
    expect_fault(student, "C")


@pytest.mark.points(0.75)
def test_d(student: Student) -> None:
    """The fault of classmate D is found."""
    expect_fault(student, "D")
