"""The wire: values survive it, and no bytes break its rules without being told so."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograde.sandbox import wire
from autograde.sandbox.wire import Assembler, Frame, FrameError, Packet

NONCE = b"0123456789abcdef"
ANY_PACE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
FEW = settings(max_examples=100, **ANY_PACE)
MANY = settings(max_examples=3000, **ANY_PACE)


def passed(value: Any) -> Any:
    """Return `value` as it arrives."""
    body = bytearray()
    tree = json.loads(json.dumps(wire.encode(value, body), allow_nan=False))
    return wire.decode(tree, bytes(body))


def same(one: Any, other: Any) -> bool:
    """Whether two values are of the same types and equal, nan included."""
    if isinstance(one, np.ndarray):
        return (
            type(other) is np.ndarray
            and one.dtype.newbyteorder("<") == other.dtype
            and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        )
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float) and math.isnan(one):
        return isinstance(other, float) and math.isnan(other)
    return type(one) is type(other) and bool(one == other)


ARRAYS = npst.arrays(
    st.sampled_from([np.dtype(name) for name in wire.REAL_DTYPES]),
    npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**200), 10**200)
    | st.floats()
    | st.text(max_size=50)
    | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)
BIG = st.sampled_from([0, 1, 2, 2**26, 2**31, 2**70])
GIANTS = st.builds(
    lambda dtype, shape, layout: {
        "kind": "array",
        "dtype": dtype,
        "shape": shape,
        "start": 0,
        "layout": layout,
    },
    st.sampled_from(wire.REAL_DTYPES),
    st.lists(BIG, max_size=9),
    st.sampled_from(["C", "F", "strided"]),
)
"""Arrays that are right but for their sizes."""
TREES = GIANTS | st.recursive(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["none", "bool", "int", "float", "str", "array", "list", "dict"])},
        optional={
            "value": JSON,
            "items": JSON,
            "dtype": st.sampled_from([*wire.REAL_DTYPES, "|O", "<M8", "V8", "f8,f8"]) | JSON,
            "shape": st.lists(st.integers(-3, 2**70), max_size=10) | JSON,
            "start": st.integers(-10, 2**70) | JSON,
            "layout": st.sampled_from(["C", "F", "strided"]) | JSON,
            "writeable": JSON,
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["list", "tuple", "dict"]),
            "items": st.lists(inner, max_size=4),
        }
    ),
    max_leaves=10,
)


def shallow(value: Any, depth: int = 0) -> bool:
    """Whether a value is nested no deeper than the wire takes."""
    if isinstance(value, dict):
        return all(shallow(inner, depth + 1) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return all(shallow(inner, depth + 1) for inner in value)
    return depth <= wire.DEPTH_LIMIT


@FEW
@given(VALUES.filter(shallow))
def test_values_survive(value: Any) -> None:
    """Every value that the format has a place for arrives as it was sent."""
    assert same(value, passed(value))


@pytest.mark.parametrize("layout", ["C", "F", "strided"])
@pytest.mark.parametrize("writeable", [True, False])
def test_layouts_survive(layout: str, writeable: bool) -> None:
    """Strides and the read-only flag arrive: suites ask for such inputs."""
    array = {
        "C": np.arange(6.0).reshape(2, 3),
        "F": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "strided": np.arange(24.0).reshape(4, 6)[::2, ::2],
    }[layout]
    array.setflags(write=writeable)
    got = passed(array)
    np.testing.assert_array_equal(got, array)
    assert got.flags.c_contiguous == array.flags.c_contiguous
    assert got.flags.f_contiguous == array.flags.f_contiguous
    assert got.flags.writeable == writeable


def test_strides_make_nothing_larger_than_the_limit() -> None:
    """A reply can't have the grader lay out gigabytes: such an array comes without strides."""
    tree = {"kind": "array", "dtype": "<f8", "shape": [2**20, *[1] * 7], "start": 0}
    value = wire.decode({**tree, "layout": "strided"}, bytes(8 << 20))
    assert value.nbytes == 8 << 20
    assert value.flags.c_contiguous


class _Liar(list):  # type: ignore[type-arg]
    def __len__(self) -> int:
        return 10**9


class _Bomb:
    @property
    def __class__(self) -> type:
        raise RuntimeError("touched")


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (object(), "a object"),
        (1j, "a complex"),
        (np.array([1j]), "an array of complex128 values"),
        (np.array([None]), "an array of object values"),
        (np.array(["a"]), "an array of str32 values"),
        (np.zeros((1,) * 9), "an array with 9 dimensions"),
        (np.broadcast_to(0.0, (2**13, 2**13)), "an array of 536870912 bytes"),
        ("x" * 2000, "a text of 2000 characters"),
        (1 << 5000, "an integer of too many digits"),
        ([0] * 5000, "a list of 5000 items"),
        (_Liar(), "a list of 1000000000 items"),
        ([[[[[[[0]]]]]]], "lists nested too deeply"),
        (np.array([np.longdouble(1)]).astype("V16"), "an array of void128 values"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value[:30],
)
def test_values_without_a_place_are_told(value: Any, what: str) -> None:
    """What is no number, text or array of them is named by its type, and nothing is sent."""
    body = bytearray()
    assert wire.encode(value, body) == {"kind": "unreadable", "what": what}
    assert not body


def survives(tree: Any, body: bytes) -> None:
    """Decode; the only ways out are a value of plain types or a `FrameError`."""
    try:
        value = wire.decode(tree, body)
    except FrameError:
        return
    plain(value)


def plain(value: Any) -> None:
    """Check that a value is made of built-in types and plain arrays of real numbers only."""
    assert type(value) in (type(None), bool, int, float, str, list, tuple, dict, np.ndarray)
    if isinstance(value, np.ndarray):
        assert value.dtype.kind in "biuf"
        assert value.nbytes <= wire.BODY_LIMIT
    elif isinstance(value, dict):
        for key, inner in value.items():
            assert type(key) in (str, int, float, bool)
            plain(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            plain(inner)


@FEW
@given(TREES | JSON, st.binary(max_size=200))
def test_any_tree_is_a_value_or_an_error(tree: Any, body: bytes) -> None:
    """Whatever tree arrives, it becomes a plain value or a `FrameError`, never anything else."""
    survives(tree, body)


@pytest.mark.nightly
@MANY
@given(TREES | JSON, st.binary(max_size=2000))
def test_any_tree_is_a_value_or_an_error_often(tree: Any, body: bytes) -> None:
    """The same, thousands of times."""
    survives(tree, body)


@pytest.mark.parametrize(
    "tree",
    [
        {"kind": "array", "dtype": "<f8", "shape": [2**31, 2**31], "start": 0},
        {"kind": "array", "dtype": "<f8", "shape": [-1], "start": 0},
        {"kind": "array", "dtype": "<f8", "shape": [True], "start": 0},
        {"kind": "array", "dtype": "<f8", "shape": [1.0], "start": 0},
        {"kind": "array", "dtype": "|O", "shape": [1], "start": 0},
        {"kind": "array", "dtype": ["<f8"], "shape": [1], "start": 0},
        {"kind": "array", "dtype": "<f8", "shape": [1], "start": -8},
        {"kind": "array", "dtype": "<f8", "shape": [2], "start": 8},
        {"kind": "array", "dtype": "<f8", "shape": [1] * 9, "start": 0},
        {"kind": "array", "dtype": "<f8", "shape": [0, 2**70], "start": 0},
        {"kind": "array", "dtype": "<f8", "shape": [0, *[2**26] * 7], "start": 0},
        {"kind": "int", "value": "1" * 400},
        {"kind": "int", "value": "0x10"},
        {"kind": "int", "value": "١"},
        {"kind": "int", "value": 3},
        {"kind": "bool", "value": 1},
        {"kind": "float", "value": "nothing"},
        {"kind": "float", "value": "0x1p99999999"},
        {"kind": "str", "value": "x" * 2000},
        {"kind": "list", "items": {}},
        {"kind": "list", "items": [{"kind": "none"}] * 9000},
        {"kind": "dict", "items": [{"kind": "none"}]},
        {"kind": "dict", "items": [{"kind": "list", "items": []}, {"kind": "none"}]},
        {"kind": "pickle", "value": ""},
        {"kind": ["none"]},
        [],
        None,
    ],
    ids=lambda tree: json.dumps(tree)[:60],
)
def test_broken_trees(tree: Any) -> None:
    """Each rule of the format is checked before anything is built."""
    with pytest.raises(FrameError):
        wire.decode(tree, b"\0" * 8)


def nest(depth: int) -> Any:
    """Return a tree of so many lists in one another."""
    tree: Any = {"kind": "none"}
    for _ in range(depth):
        tree = {"kind": "list", "items": [tree]}
    return tree


def test_depth() -> None:
    """Lists nest five deep and no deeper, in both directions."""
    assert wire.decode(nest(wire.DEPTH_LIMIT), b"") == [[[[[None]]]]]
    with pytest.raises(FrameError):
        wire.decode(nest(wire.DEPTH_LIMIT + 1), b"")


# Frames ----------------------------------------------------------------------------------------


def assembled(datas: list[bytes]) -> list[Frame]:
    """Return the frames that packets make up."""
    assembler = Assembler()
    frames = [assembler.add(wire.open_packet(data)) for data in datas]
    return [frame for frame in frames if frame is not None]


@pytest.mark.parametrize("size", [0, 1, wire.PACKET_BYTES, wire.PACKET_BYTES + 1, 200_000])
def test_frames_survive(size: int) -> None:
    """A frame of any size arrives whole, and the next one begins where it ended."""
    frames = [Frame({"do": "run", "n": n}, bytes(size)) for n in range(2)]
    datas = [data for frame in frames for data in wire.packets(NONCE, frame)]
    assert assembled(datas) == frames
    assert all(len(data) <= wire.PACKET_BYTES + wire.NONCE_BYTES + 1 for data in datas)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"2,0",
        b"2;{}",
        b"2,0,0;{}",
        b"-2,0;{}",
        b"+2,0;{}",
        b"2.0,0;{}",
        b"99999999999,0;{}",
        b"300000,0;{}",
        b"2,99999999;{}",
        b"2,0;{}more",
        b"2,0;[]",
        b"4,0;nope",
        b"2,0;\xff\xff",
    ],
)
def test_broken_frames(payload: bytes) -> None:
    """Sizes, and a head that is no JSON object, are refused before anything grows."""
    with pytest.raises(FrameError):
        Assembler().add(Packet(NONCE, wire.HEAD, payload))


def test_a_deep_head_is_an_error() -> None:
    """JSON nested beyond what Python reads is refused like any other broken head."""
    data = b"200000,0;" + b"[" * 200_000
    pieces = [data[n : n + wire.PACKET_BYTES] for n in range(0, len(data), wire.PACKET_BYTES)]
    assembler = Assembler()
    for number, piece in enumerate(pieces[:-1]):
        assert assembler.add(Packet(NONCE, wire.BODY if number else wire.HEAD, piece)) is None
    with pytest.raises(FrameError):
        assembler.add(Packet(NONCE, wire.BODY, pieces[-1]))


def test_a_body_before_its_head_is_an_error() -> None:
    """A frame begins with its head."""
    with pytest.raises(FrameError):
        Assembler().add(Packet(NONCE, wire.BODY, b"2,0;{}"))


@pytest.mark.parametrize("data", [b"", NONCE])
def test_short_packets(data: bytes) -> None:
    """A packet has a nonce and a kind."""
    with pytest.raises(FrameError):
        wire.open_packet(data)


PACKETS = st.lists(
    st.tuples(
        st.sampled_from([b"H", b"B", b"E", b"?"]),
        st.binary(max_size=60)
        | st.builds(
            lambda head, body, rest: f"{head},{body};".encode() + rest,
            st.integers(-1, 2**40),
            st.integers(-1, 2**40),
            st.binary(max_size=40) | JSON.map(lambda tree: json.dumps(tree).encode()[:40]),
        ),
    ),
    max_size=6,
)


def survives_packets(packets: list[tuple[bytes, bytes]]) -> None:
    """Assemble; the only way out besides frames is a `FrameError`."""
    assembler = Assembler()
    try:
        for kind, payload in packets:
            frame = assembler.add(Packet(NONCE, kind, payload))
            assert frame is None or isinstance(frame.head, dict)
    except FrameError:
        return


@FEW
@given(PACKETS)
def test_any_packets_are_frames_or_an_error(packets: list[tuple[bytes, bytes]]) -> None:
    """Whatever packets arrive, they become frames or a `FrameError`."""
    survives_packets(packets)


@pytest.mark.nightly
@MANY
@given(PACKETS)
def test_any_packets_are_frames_or_an_error_often(packets: list[tuple[bytes, bytes]]) -> None:
    """The same, thousands of times."""
    survives_packets(packets)
