"""The filter of system calls: its numbers, and what it answers to a call."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import struct

import pytest

from autograde.sandbox.syscalls import (
    ALLOW,
    ARCHITECTURES,
    CLONE,
    CLONE3,
    FORBIDDEN,
    KILL,
    ONLY_SELF,
    REFUSE,
    SIGNALS,
    filter_program,
)

READ = {"x86_64": 0, "aarch64": 63}
MACHINES = sorted(ARCHITECTURES)


def answer(machine: str, number: int, *arguments: int, signals: bool = True, arch: int = 0) -> int:
    """Run the filter as the kernel does, on one call."""
    program = [*struct.iter_unpack("=HBBI", filter_program(machine, signals=signals))]
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<II7Q", number, arch or ARCHITECTURES[machine][1], 0, *padded)
    at, value = 0, 0
    while True:
        code, if_true, if_false, k = program[at]
        at += 1
        match code:
            case 0x20:
                value = int(struct.unpack_from("<I", data, k)[0])
            case 0x15:
                at += if_true if value == k else if_false
            case 0x35:
                at += if_true if value >= k else if_false
            case 0x45:
                at += if_true if value & k else if_false
            case 0x06:
                return int(k)


@pytest.mark.parametrize("machine", MACHINES)
def test_forbidden_calls_are_refused(machine: str) -> None:
    """Every listed call gets "not permitted"; reading and plain forks pass."""
    column = ARCHITECTURES[machine][0]
    for name, numbers in FORBIDDEN.items():
        number = numbers[column]
        if number is not None:
            assert answer(machine, number) == REFUSE | errno.EPERM, name
    assert answer(machine, READ[machine]) == ALLOW
    assert answer(machine, CLONE[column], 17) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_new_namespaces_are_refused(machine: str) -> None:
    """A fork with any flag for a namespace is refused; clone3 does not exist."""
    column = ARCHITECTURES[machine][0]
    for flag in (
        0x80,
        0x20000,
        0x2000000,
        0x4000000,
        0x8000000,
        0x10000000,
        0x20000000,
        0x40000000,
    ):
        assert answer(machine, CLONE[column], flag | 17) == REFUSE | errno.EPERM
    assert answer(machine, CLONE3[column]) == REFUSE | errno.ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
def test_only_the_caller_itself(machine: str) -> None:
    """Limits and priorities of process 0, the caller, may be changed; of others not."""
    for name, (position, *both) in ONLY_SELF.items():
        number = both[ARCHITECTURES[machine][0]]
        other = [0] * 6
        other[position] = 4321
        assert answer(machine, number) == ALLOW, name
        assert answer(machine, number, *other) == REFUSE | errno.EPERM, name


@pytest.mark.parametrize("machine", MACHINES)
def test_signals_where_nothing_else_holds_them(machine: str) -> None:
    """Signals pass where another layer keeps them inside, and are refused where none does."""
    for numbers in SIGNALS.values():
        number = numbers[ARCHITECTURES[machine][0]]
        assert answer(machine, number, 1) == ALLOW
        assert answer(machine, number, 1, signals=False) == REFUSE | errno.EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_what_is_unknown_does_not_exist(machine: str) -> None:
    """Later calls and other tables of calls are closed: the filter can't be walked around."""
    assert answer(machine, 451) == REFUSE | errno.ENOSYS
    assert answer(machine, 0x40000000 | READ[machine]) == REFUSE | errno.ENOSYS
    assert answer(machine, READ[machine], arch=0x40000003) == KILL


def test_an_unknown_processor_is_told() -> None:
    """Without numbers there is no filter, and the layer is reported as missing."""
    with pytest.raises(OSError, match="riscv64"):
        filter_program("riscv64", signals=True)


def test_the_numbers_are_those_of_libseccomp() -> None:
    """Every number agrees with the library that knows them all, on both processors."""
    found = ctypes.util.find_library("seccomp")
    if found is None:
        pytest.skip("libseccomp is not installed here")
    resolve = ctypes.CDLL(found).seccomp_syscall_resolve_name_arch
    pairs = {name: numbers[1:] for name, numbers in ONLY_SELF.items()}
    tables = {**FORBIDDEN, **SIGNALS, **pairs, "clone": CLONE, "clone3": CLONE3}
    for name, numbers in tables.items():
        for column, architecture in ARCHITECTURES.values():
            known = resolve(ctypes.c_uint32(architecture), name.encode())
            assert numbers[column] == (known if known >= 0 else None), name
