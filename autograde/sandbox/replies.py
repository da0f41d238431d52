"""Read what an untrusted worker sent: into replies, notebook outputs and words.

Everything is rebuilt from checked pieces; nothing is passed through as it came.
"""

from __future__ import annotations

import copy
import json
import os
import signal
from collections.abc import Mapping, Sequence
from typing import Any

from autograde.plain_text import plain, plain_output
from autograde.sandbox import wire
from autograde.sandbox.pictures import picture_of
from autograde.student import Call, Missing, Raised, Reply, Returned, Unreadable

__all__ = ["ended_words", "out_of_memory", "outputs_of", "reply_of"]

TEXT_LIMIT = 500
SHOWN_LIMIT = 30_000
OUTPUTS_LIMIT = 16 * 1024 * 1024
PARTS_LIMIT = 2_500_000
"""Brackets and quotes in outputs: honest ones are long texts, not millions of tiny lists."""


def reply_of(frame: wire.Frame, call: Call, cpu_seconds: float) -> Reply:
    """Build the reply to a call that a frame describes.

    Raises
    ------
    autograde.sandbox.wire.FrameError
        Where the frame breaks a rule of the format.
    """
    head = frame.head
    match head.get("reply"):
        case "missing":
            return Missing(call.function)
        case "raised":
            bases = head.get("bases")
            names = bases if isinstance(bases, list) else []
            return Raised(
                text_of(head.get("type"), 100),
                tuple(text_of(base, 100) for base in names[:10]),
                text_of(head.get("message"), TEXT_LIMIT),
            )
        case "returned":
            value = head.get("value")
            if isinstance(value, dict) and value.get("kind") == "unreadable":
                return Unreadable(text_of(value.get("what"), 200))
            if head.get("args") == wire.UNCHANGED:
                args = copy.deepcopy(call.args)  # a class is asked with the same arrays
            else:
                args = wire.decode(head.get("args"), frame.body)
            if type(args) is not tuple:
                raise wire.FrameError("the arguments come back as a tuple")
            return Returned(wire.decode(value, frame.body), args, cpu_seconds)
    raise wire.FrameError("a reply says missing, raised or returned")


def text_of(value: Any, limit: int) -> str:
    """Return `value`, cut and made fit to be shown, if it is a text, else nothing."""
    return plain(value[:limit]) if isinstance(value, str) else ""


def output_text_of(value: Any, limit: int) -> str:
    """Return the text of an output, as `text_of` but with its colours."""
    return plain_output(value[:limit]) if isinstance(value, str) else ""


def outputs_of(frame: wire.Frame) -> tuple[dict[str, Any], ...]:
    """Read a cell's outputs; each becomes one of the three kinds, built anew."""
    if len(frame.body) > OUTPUTS_LIMIT or sum(map(frame.body.count, b'[{"')) > PARTS_LIMIT:
        return (stream("stderr", "[outputs left out: more than 16 MiB]\n"),)
    try:
        found = json.loads(frame.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        return (stream("stderr", "[outputs left out: they could not be read]\n"),)
    return tuple(output_of(item) for item in found[:100] if isinstance(item, dict))


def out_of_memory(outputs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a cell ended because it was given no more memory."""
    return any(str(output.get("ename")).endswith("MemoryError") for output in outputs)


def output_of(item: dict[str, Any]) -> dict[str, Any]:
    """Rebuild one output out of texts and a picture; everything else is left behind."""
    if item.get("output_type") == "error":
        lines = item.get("traceback")
        return {
            "output_type": "error",
            "ename": text_of(item.get("ename"), 100),
            "evalue": text_of(item.get("evalue"), TEXT_LIMIT),
            "traceback": [output_text_of(line, 2000) for line in lines[:200]]
            if isinstance(lines, list)
            else [],
        }
    if item.get("output_type") == "stream":
        name = "stderr" if item.get("name") == "stderr" else "stdout"
        return stream(name, output_text_of(item.get("text"), SHOWN_LIMIT))
    data = item.get("data")
    data = data if isinstance(data, dict) else {}
    picture = picture_of(data.get("image/png"))
    text = output_text_of(data.get("text/plain"), SHOWN_LIMIT)
    kept = {"image/png": picture} if picture else {}
    if text or not picture:
        kept["text/plain"] = text
    return {"output_type": "display_data", "data": kept, "metadata": {}}


def stream(name: str, text: str) -> dict[str, Any]:
    """Return a notebook's stream output."""
    return {"output_type": "stream", "name": name, "text": text}


def ended_words(payload: bytes) -> str:
    """Say in words with which wait status a child ended."""
    status = int(payload) if payload.isdigit() and len(payload) < 8 else 0
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGSEGV:
            return "its process crashed (segmentation fault)"
        return f"its process was killed by signal {number}"
    return f"it ended its process (exit code {os.WEXITSTATUS(status)})"
