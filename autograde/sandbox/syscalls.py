"""Which system calls student code may not make, as a filter that the kernel runs (seccomp).

The filter is closed towards what is unknown: numbers beyond those listed in the kernel's tables
when this was written do not exist in the sandbox. Of those within, it forbids what reaches other
processes, the network, the machine, or outlives the process. What is left is what NumPy,
Matplotlib and the standard library need, and the other layers bound that.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterator
from functools import cache

from autograde.sandbox import kernel

__all__ = ["filter_here", "filter_program", "install_filter"]

ARCHITECTURES = {"x86_64": (0, 0xC000_003E), "aarch64": (1, 0xC000_00B7)}
"""Column of the tables below, and the kernel's name of the architecture (AUDIT_ARCH)."""

FIRST_UNKNOWN = 451

# Numbers on x86_64 and aarch64; None where there is no such call.
FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    # other namespaces and mounts
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # the network; socketpair stays, which event loops need
    "socket": (41, 198),
    "bind": (49, 200),
    "connect": (42, 203),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "perf_event_open": (298, 241),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    # what outlives the process
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "semtimedop": (220, 192),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # the machine
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "syslog": (103, 116),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "lookup_dcookie": (212, 18),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "vhangup": (153, 58),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "personality": (135, 92),
}

ONLY_SELF: dict[str, tuple[int, int, int]] = {
    # the position of the argument that must be 0, "the caller itself"
    "prlimit64": (0, 302, 261),
    "sched_setaffinity": (0, 203, 122),
    "sched_setscheduler": (0, 144, 119),
    "sched_setparam": (0, 142, 118),
    "sched_setattr": (0, 314, 274),
    "setpriority": (1, 141, 140),
    "ioprio_set": (1, 251, 30),
}

SIGNALS: dict[str, tuple[int, int]] = {
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
}

CLONE, CLONE3 = (56, 220), (435, 435)
NEW_NAMESPACES = 0x7E02_0080

NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, KILL = 0x7FFF_0000, 0x0005_0000, 0x8000_0000

Instruction = tuple[int, int, int, int]


@cache  # the zygote makes it, workers have it
def filter_program(machine: str, *, signals: bool) -> bytes:
    """Return the filter for a processor.

    Parameters
    ----------
    machine
        The processor's name, as ``x86_64``.
    signals
        Whether signals may be sent: where nothing else keeps them inside the sandbox, none may.

    Raises
    ------
    OSError
        Where no numbers are known for the processor.
    """
    if machine not in ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no system call numbers are known for {machine}")
    column, architecture = ARCHITECTURES[machine]
    program = [*_instructions(column, architecture, signals)]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _instructions(column: int, architecture: int, signals: bool) -> Iterator[Instruction]:
    yield LOAD, 0, 0, ARCHITECTURE_AT
    yield EQUAL, 1, 0, architecture
    yield RETURN, 0, 0, KILL
    yield LOAD, 0, 0, NUMBER_AT
    yield from _refuse_where(AT_LEAST, FIRST_UNKNOWN, errno.ENOSYS)
    # clone3 keeps its flags in memory, where no filter can look; without it libc uses clone
    yield from _refuse_where(EQUAL, CLONE3[column], errno.ENOSYS)
    forbidden = [*FORBIDDEN.values()] + ([] if signals else [*SIGNALS.values()])
    for numbers in forbidden:
        number = numbers[column]
        if number is not None:
            yield from _refuse_where(EQUAL, number)
    yield EQUAL, 0, 4, CLONE[column]
    yield LOAD, 0, 0, ARGUMENTS_AT
    yield from _refuse_where(ANY_BIT, NEW_NAMESPACES)
    yield LOAD, 0, 0, NUMBER_AT
    for position, *both in ONLY_SELF.values():
        yield EQUAL, 0, 4, both[column]
        yield LOAD, 0, 0, ARGUMENTS_AT + 8 * position
        yield EQUAL, 1, 0, 0
        yield RETURN, 0, 0, REFUSE | errno.EPERM
        yield LOAD, 0, 0, NUMBER_AT
    yield RETURN, 0, 0, ALLOW


def _refuse_where(test: int, value: int, error: int = errno.EPERM) -> Iterator[Instruction]:
    yield test, 0, 1, value
    yield RETURN, 0, 0, REFUSE | error


def filter_here() -> None:
    """Raise `OSError` where this machine can't filter system calls, or none are known for it."""
    filter_program(kernel.machine(), signals=True)
    kernel.prctl(kernel.PR_GET_SECCOMP, 0)


def install_filter(*, signals: bool) -> None:
    """Filter the system calls of this process and of all that it starts, for good."""
    program = filter_program(kernel.machine(), signals=signals)
    instructions = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: how many instructions, and where they are
    count, address = len(program) // 8, ctypes.addressof(instructions)
    described = struct.pack("@HP", count, address)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    pointer = ctypes.create_string_buffer(described, len(described))
    kernel.prctl(kernel.PR_SET_SECCOMP, 2, pointer)
