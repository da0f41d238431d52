"""JSON is measured before it is read: the measure is right, and hostile texts stay cheap."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.plain_json import DEPTH_LIMIT, VALUES_LIMIT, IntakeError, measure, read_json
from autograde.snapshot import BYTES_LIMIT

TREES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def size_and_depth(value: Any) -> tuple[int, int]:
    """Count the values of a tree and its depth, by walking through it."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(inner, list):
        return 1, 0
    counts = [size_and_depth(item) for item in inner]
    return 1 + sum(n for n, _ in counts), 1 + max((d for _, d in counts), default=0)


@given(TREES, st.booleans())
def test_measure(tree: Any, ascii_only: bool) -> None:
    """Without reading, the depth is known exactly and the values never taken for fewer."""
    data = json.dumps(tree, ensure_ascii=ascii_only).encode("utf-8", "replace")
    size, depth = size_and_depth(tree)
    values, deep = measure(data)
    assert deep == depth
    assert size <= values <= 2 * size


@pytest.mark.parametrize(
    "text", [r'"[[[[\"[[[["', r'["\\\\", "[[[", "\\\"[["]', r'["\\\\\"[[["]', '{"[{": "]}"}']
)
def test_brackets_in_texts(text: str) -> None:
    """Brackets inside texts count for nothing, whatever backslashes stand before quotes."""
    tree = json.loads(text)
    assert measure(text.encode())[1] == size_and_depth(tree)[1]


@given(TREES)
def test_reads(tree: Any) -> None:
    """What is read is what was written."""
    text = json.dumps(tree)
    assert json.dumps(read_json(text.encode())) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"\xef\xbb\xbf[1]", [1]),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"9" * 100_000, math.inf),
        (b"-Infinity", -math.inf),
        (b'"\\ud800"', "\ud800"),
        (b" \r\n\t[]\n", []),
    ],
    ids=["mark of order", "a key twice", "a long number", "infinite", "half character", "blanks"],
)
def test_odd(text: bytes, value: object) -> None:
    """Odd JSON is read as Jupyter reads it; a number of any length is no trouble."""
    assert read_json(text) == value


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "this is empty"),
        (b" \n", "this is empty"),
        (b"hello", "this is not, from line 1 on"),
        (b'{"cells": [\n{"cell_type": "code",\n', "this is not, from line 3 on"),
        (b'{"cells": []}\n<<<<<<< HEAD\n', "this is not, from line 2 on"),
        (b'["\x00"]', "this is not, from line 1 on"),
        ('{"cells": []}'.encode("utf-16"), "byte 1 of this is not UTF-8"),
        ('{"cells": []}'.encode("utf-16-le"), "this is not, from line 1 on"),
        ('["Größe"]'.encode("latin-1"), "byte 5 of this is not UTF-8"),
        (b"\x1f\x8b\x08\x00", "byte 2 of this is not UTF-8"),
        (b"PK\x03\x04\x14\x00", "this is not, from line 1 on"),
    ],
)
def test_no_json(data: bytes, sentence: str) -> None:
    """What is no JSON in UTF-8 is refused with the place where it stops being it."""
    with pytest.raises(IntakeError, match=rf"^a notebook is JSON in UTF-8; {sentence}\.$"):
        read_json(data)


def test_limits() -> None:
    """What is just allowed is read; one level or one value more is refused."""
    assert read_json(b"[" * DEPTH_LIMIT + b"]" * DEPTH_LIMIT)
    with pytest.raises(IntakeError, match="nested at most 100 deep"):
        read_json(b"[" * (DEPTH_LIMIT + 1) + b"]" * (DEPTH_LIMIT + 1))
    many = b"[" + b"0," * (VALUES_LIMIT - 2) + b"0]"
    assert len(read_json(many)) == VALUES_LIMIT - 1
    with pytest.raises(IntakeError, match=r"at most 1000000 values; this has more\. Clear"):
        read_json(many.replace(b"[", b"[0,", 1))


HOSTILE = {
    "arrays": "b'[' * n",
    "objects": "b'[' + b'{},' * (n // 3 - 2) + b'{}]'",
    "keys": """b'{"a":' * (n // 5)""",
    "quotes": """b'"' * n""",
    "texts": """b'[' + b'"ab",' * (n // 5 - 2) + b'"ab"]'""",
    "escapes": r"""b'"' + b'\\"' * (n // 2 - 1) + b'"'""",
    "backslashes": r"""b'["' + b'\\' * (n - 4) + b'"]'""",
    "wide": """b'["' + b'x' * (n - 8) + '\\U0001f600'.encode() + b'"]'""",
    "digits": "b'9' * n",
}

MEASURED = """
import time
from pathlib import Path
from autograde.plain_json import IntakeError, read_json
n = {size}
data = {data}
assert 0 <= n - len(data) < 10, len(data)
try:
    read_json(data)
except IntakeError:
    pass
# Not getrusage: its peak is inherited from the process that started this one.
status = Path("/proc/self/status").read_text()
peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024, time.process_time())
"""


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_stays_cheap(kind: str) -> None:
    """Twenty hostile megabytes take less than 300 MiB and a few seconds, read or refused."""
    program = MEASURED.format(size=BYTES_LIMIT, data=HOSTILE[kind])
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    memory, seconds = map(float, run.stdout.split())
    assert memory < 300
    assert seconds < 10
