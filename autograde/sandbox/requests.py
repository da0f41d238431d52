"""Calls as they go over the wire to student code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from autograde.sandbox import wire
from autograde.student import Call

__all__ = ["Request", "request_of"]


@dataclass(frozen=True, slots=True)
class Request:
    """Calls and their encoding. Requests are equal where types, layouts and all bits are.

    Attributes
    ----------
    calls
        The calls, in order.
    trees, body
        Their descriptions, and the bytes of all arrays (see `autograde.sandbox.wire`).
    """

    calls: tuple[Call, ...] = field(compare=False)
    trees: list[dict[str, Any]]
    body: bytes


def request_of(calls: Sequence[Call]) -> Request:
    """Encode calls; those that every submission is asked are encoded once for a class."""
    body = bytearray()
    trees = [
        {
            "function": call.function,
            "args": wire.encode(call.args, body),
            "kwargs": wire.encode(dict(call.kwargs), body),
            "timed": call.timed,
        }
        for call in calls
    ]
    return Request(tuple(calls), trees, bytes(body))
