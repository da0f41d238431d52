"""Replies and outputs: rebuilt from checked pieces, whatever the worker sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_wire import FEW, JSON, MANY, TREES, plain

from autograde.sandbox.replies import ended_words, out_of_memory, outputs_of, reply_of
from autograde.sandbox.wire import UNCHANGED, Frame, FrameError
from autograde.student import Call, Missing, Raised, Returned, Unreadable

KINDS = {"stream", "display_data", "error"}

SMALL = st.sampled_from([{"kind": "none"}, {"kind": "int", "value": "5"}])
LISTS = st.builds(
    lambda kind, items: {"kind": kind, "items": items},
    st.sampled_from(["list", "tuple"]),
    st.lists(SMALL, max_size=3),
)
ALMOST = st.fixed_dictionaries(
    {
        "reply": st.just("returned"),
        "value": SMALL | TREES,
        "args": st.just(UNCHANGED) | SMALL | LISTS | TREES,
    }
)
"""Heads that are right but for one place."""
HEADS = ALMOST | st.fixed_dictionaries(
    {"reply": st.sampled_from(["returned", "raised", "missing"]) | JSON},
    optional={
        "value": TREES | JSON,
        "args": TREES | JSON,
        "type": JSON,
        "bases": JSON,
        "message": JSON | st.text(min_size=600, max_size=700),
        "held": JSON,
    },
)
OUTPUTS = st.lists(
    st.fixed_dictionaries(
        {"output_type": st.sampled_from([*KINDS, "execute_result"]) | JSON},
        optional={
            "name": JSON,
            "text": JSON,
            "ename": JSON,
            "evalue": JSON,
            "traceback": JSON,
            "data": st.dictionaries(
                st.sampled_from(["text/plain", "image/png", "text/html", "image/svg+xml"]), JSON
            )
            | JSON,
            "metadata": JSON,
        },
    )
    | JSON,
    max_size=5,
)


def check_reply(head: dict[str, Any], body: bytes) -> None:
    """Check that a head becomes a reply of checked pieces or a `FrameError`."""
    try:
        reply = reply_of(Frame(head, body), Call("conv2d"), 0.0)
    except FrameError:
        return
    match reply:
        case Returned(value, args):
            plain(value)
            assert type(args) is tuple
            for arg in args:
                plain(arg)
        case Raised(name, bases, message):
            assert len(name) <= 100
            assert len(message) <= 500
            assert all(type(base) is str for base in bases)
        case Unreadable(what):
            assert len(what) <= 200
        case _:
            assert reply == Missing("conv2d")


def check_outputs(body: bytes) -> None:
    """Check that a body becomes outputs of three kinds, none of which a browser would run."""
    for output in outputs_of(Frame({}, body)):
        assert output["output_type"] in KINDS
        if output["output_type"] == "display_data":
            assert set(output["data"]) <= {"image/png", "text/plain"}
            assert all(type(value) is str for value in output["data"].values())
        json.dumps(output)


@FEW
@given(HEADS, st.binary(max_size=100))
def test_any_head_is_a_reply_or_an_error(head: dict[str, Any], body: bytes) -> None:
    """Whatever head arrives, it becomes a reply or a `FrameError`."""
    check_reply(head, body)


@FEW
@given(OUTPUTS.map(lambda found: json.dumps(found).encode()) | st.binary(max_size=300))
def test_any_body_is_outputs(body: bytes) -> None:
    """Whatever body arrives, it becomes outputs; what can't be read is said to be left out."""
    check_outputs(body)


@pytest.mark.nightly
@MANY
@given(HEADS, st.binary(max_size=1000))
def test_any_head_is_a_reply_or_an_error_often(head: dict[str, Any], body: bytes) -> None:
    """The same, thousands of times."""
    check_reply(head, body)


@pytest.mark.nightly
@MANY
@given(OUTPUTS.map(lambda found: json.dumps(found).encode()) | st.binary(max_size=3000))
def test_any_body_is_outputs_often(body: bytes) -> None:
    """The same, thousands of times."""
    check_outputs(body)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (b"0", "it ended its process (exit code 0)"),
        (b"768", "it ended its process (exit code 3)"),
        (b"9", "its process was killed by signal 9"),
        (b"11", "its process crashed (segmentation fault)"),
        (b"139", "its process crashed (segmentation fault)"),
        (b"nonsense", "it ended its process (exit code 0)"),
        (b"9" * 50, "it ended its process (exit code 0)"),
        (b"", "it ended its process (exit code 0)"),
    ],
)
def test_ends_in_words(status: bytes, words: str) -> None:
    """A wait status is told in words; one that is none is not believed."""
    assert ended_words(status) == words


@pytest.mark.parametrize(
    ("name", "told"),
    [("MemoryError", True), ("_ArrayMemoryError", True), ("ValueError", False), (None, False)],
)
def test_out_of_memory(name: str | None, told: bool) -> None:
    """Both Python's and NumPy's error say that there was no more memory."""
    assert out_of_memory([{"output_type": "error", "ename": name}]) is told


def test_millions_of_tiny_lists_are_left_out() -> None:
    """Outputs that would take the grader's memory when they are parsed are not parsed."""
    (left_out,) = outputs_of(Frame({}, b"[" + b"[]," * 4_000_000 + b"[]]"))
    assert "left out" in left_out["text"]
