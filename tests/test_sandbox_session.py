"""Sessions: cells and calls in a held worker, its deadlines, and whose fault a death is."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import psutil
import pytest

from autograde.sandbox.client import GraderFault, Zygote
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import ALL_LAYERS, Layer
from autograde.sandbox.requests import request_of
from autograde.sandbox.session import Session
from autograde.student import Call, Missing, Raised, Returned, Stopped, Unreadable

FUNCTIONS = """
import os, time
kept = []
def double(values, *, times=2):
    kept.append(1)
    return values * times
def count():
    kept.append(1)
    return len(kept)
def change(values):
    values[0] = 9
    return values
def fail():
    raise KeyError("nothing there")
def endless():
    while True:
        pass
def leave():
    os._exit(3)
def nothing():
    return print
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """Start a warm process with every layer that the machine gives."""
    with Zygote(layers=ALL_LAYERS) as zygote:
        yield zygote


@pytest.fixture
def hurried(zygote: Zygote) -> Iterator[Zygote]:
    """Shorten the deadlines for a test."""
    patient = zygote.limits
    zygote.limits = Limits(
        cell_seconds=1, notebook_seconds=2, call_seconds=1, submission_seconds=6, stops=1
    )
    yield zygote
    zygote.limits = patient


@pytest.fixture
def session(zygote: Zygote) -> Iterator[Session]:
    """Start a session with some functions defined."""
    with Session(zygote, [FUNCTIONS]) as session:
        yield session


def test_cells_share_a_namespace_and_show_their_outputs(zygote: Zygote) -> None:
    """A later cell sees what an earlier one defined; a failing one does not stop the next."""
    cells = ["x = 20", "print(x + 1)", "1 / 0", "x"]
    with Session(zygote, cells) as session:
        quiet, printed, failed, shown = session.run()
    assert quiet.outputs == ()
    assert printed.outputs[0]["text"] == "21\n"
    assert failed.outputs[0]["ename"] == "ZeroDivisionError"
    assert shown.outputs[0]["data"] == {"text/plain": "20"}


def test_replies(session: Session) -> None:
    """Each kind of reply arrives as its record."""
    values = np.arange(3.0)
    calls = [
        Call("double", (values,), {"times": 3}),
        Call("change", (values,)),
        Call("fail"),
        Call("nothing"),
        Call("nobody"),
    ]
    tripled, changed, failed, unreadable, missing = session.answer(calls)
    assert isinstance(tripled, Returned)
    np.testing.assert_array_equal(tripled.value, [0.0, 3.0, 6.0])
    assert isinstance(changed, Returned)
    np.testing.assert_array_equal(changed.args[0], [9.0, 1.0, 2.0])
    assert failed == Raised(
        "KeyError",
        ("KeyError", "LookupError", "Exception", "BaseException", "object"),
        "'nothing there'",
    )
    assert unreadable == Unreadable("a builtin_function_or_method")
    assert missing == Missing("nobody")


def test_calls_of_one_request_share_a_process_and_no_other(session: Session) -> None:
    """What a call leaves is seen by the next of its request, and by nobody afterwards."""
    first = session.answer([Call("count"), Call("count")])
    second = session.answer([Call("count")])
    assert [reply.value for reply in first if isinstance(reply, Returned)] == [1, 2]
    assert second == [Returned(1)]


def test_a_timed_call_brings_its_processor_time(session: Session) -> None:
    """The kernel's count of a busy call is about what it took; without `timed` it is nothing."""
    work = "def busy():\n    import time\n    end = time.process_time() + 0.2\n"
    work += "    while time.process_time() < end:\n        pass\n    return 1\n"
    with Session(session._zygote, [work]) as busy:
        timed, plain = busy.answer([Call("busy", timed=True), Call("busy")])
    assert isinstance(timed, Returned)
    assert isinstance(plain, Returned)
    assert 0.2 <= timed.cpu_seconds < 2
    assert plain.cpu_seconds == 0


def test_a_call_that_ends_its_process_fails_alone(session: Session) -> None:
    """The calls after it in the same request are made all the same."""
    before, dead, after = session.answer([Call("count"), Call("leave"), Call("count")])
    assert before == Returned(1)
    assert dead == Stopped("it ended its process (exit code 3)")
    assert after == Returned(1)


def test_an_endless_call_costs_its_deadline(hurried: Zygote) -> None:
    """It is stopped in words, its function is not called again, other functions are."""
    with Session(hurried, [FUNCTIONS]) as session:
        stopped, again, other = session.answer([Call("endless"), Call("endless"), Call("count")])
    assert stopped == Stopped("stopped after 1 s")
    assert again == Stopped("it was stopped too often to be called again")
    assert other == Returned(1)


def test_an_endless_cell_is_left_out(hurried: Zygote) -> None:
    """It is stopped in words; the cells around it count."""
    cells = ["def one():\n    return 1", "while True:\n    pass", "def two():\n    return 2"]
    with Session(hurried, cells) as session:
        assert [run.stopped for run in session.run()] == [None, "stopped after 1 s", None]
        assert session.answer([Call("one"), Call("two")]) == [Returned(1), Returned(2)]


def test_many_endless_cells_cost_the_notebook_its_time(hurried: Zygote) -> None:
    """All cells together have a deadline, however often the worker is replaced."""
    with Session(hurried, ["while True:\n    pass"] * 20) as session:
        words = [str(run.stopped) for run in session.run()]
    assert sum(word.startswith("stopped after") for word in words) <= 3
    assert words[-1] == "left out, as the cells before it took too long"


def test_a_submission_has_a_deadline(zygote: Zygote) -> None:
    """Where all is used up, no further call is made."""
    patient = zygote.limits
    zygote.limits = replace(patient, submission_seconds=1e-9)
    try:
        with Session(zygote, [FUNCTIONS]) as session:
            session.run()
            zygote.limits = patient
            (reply,) = session.answer([Call("count")])
    finally:
        zygote.limits = patient
    assert isinstance(reply, Stopped)
    assert "altogether" in reply.reason


def test_memory_is_told_in_words(session: Session, zygote: Zygote) -> None:
    """A cell and a call that ask for too much are told how much there is."""
    cells = ["huge = bytearray(600 << 20)", "def f():\n    return bytearray(600 << 20)"]
    words = "it used more than 512 MiB of memory"
    with Session(zygote, cells) as hungry:
        assert hungry.run()[0].stopped == words
        assert hungry.answer([Call("f")]) == [Stopped(words)]


def test_memory_that_is_shared_counts_once(zygote: Zygote) -> None:
    """300 MiB that the notebook holds are not counted again in the child that answers."""
    cells = [
        "import time\nheld = bytearray(b'x') * (300 << 20)",
        "def f():\n    time.sleep(0.5)\n    return len(held)",
    ]
    with Session(zygote, cells) as session:
        assert session.answer([Call("f")]) == [Returned(300 << 20)]


def test_a_worker_killed_from_outside_is_our_fault(
    zygote: Zygote, needs_full_isolation: None
) -> None:
    """Signal 9 for the worker is a fault of the grader's, and nothing is said of the student."""
    with Session(zygote, [FUNCTIONS]) as session:
        session.run()
        os.kill(zygote.workers()[0], signal.SIGKILL)
        with pytest.raises(GraderFault, match="killed from outside"):
            session.answer([Call("count")])
    with Session(zygote, [FUNCTIONS]) as session:
        assert session.answer([Call("count")]) == [Returned(1)]


def test_a_worker_that_kills_itself_is_the_students_fault(zygote: Zygote) -> None:
    """The student's own signal 9 in a call is told as such."""
    source = "import os\ndef f():\n    os.kill(os.getpid(), 9)"
    with Session(zygote, [source]) as session:
        assert session.answer([Call("f")]) == [Stopped("its process was killed by signal 9")]


def test_a_fault_stays_one(zygote: Zygote) -> None:
    """After the warm process has died, a session answers nothing more; no reply is made up."""
    with Zygote() as other, Session(other, [FUNCTIONS]) as session:
        session.run()
        psutil.Process(other.pid).kill()
        with pytest.raises(GraderFault):
            session.answer([Call("leave"), Call("endless")])
        assert session.fault is not None
        with pytest.raises(GraderFault):
            session.answer([Call("count")])


def test_nothing_is_alive_after_a_session(zygote: Zygote) -> None:
    """Children that a cell leaves in sessions of their own are gone when the session ends."""
    source = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)"
    with Session(zygote, [source]) as session:
        session.run()
        below = [p for pid in zygote.workers() for p in psutil.Process(pid).children(True)]
        assert below
    assert zygote.workers() == []
    assert not [process for process in below if process.is_running()]


def test_processor_time_of_what_is_killed_counts(hurried: Zygote) -> None:
    """What a loop had used when it was killed at its deadline is not lost."""
    with Session(hurried, ["while True:\n    pass"]) as session:
        session.run()
    assert session.cpu_seconds > 0


def test_missing_layers_are_named() -> None:
    """A layer that was asked for and is not there is told with a reason."""
    with Zygote(layers=[Layer.VIEW]) as zygote:
        assert zygote.missing == {Layer.VIEW: "it needs namespaces"}


def test_a_look_counts_no_stop(hurried: Zygote) -> None:
    """A look that gets no answer costs one worker, is the last one, and holds nothing against."""
    with Session(hurried, [FUNCTIONS]) as session:
        with session.looking() as ask:
            assert ask(request_of([Call("endless")])) is None
            assert ask(request_of([Call("count")])) is None
        with session.looking() as ask:
            assert ask(request_of([Call("count")])) is None
        (stopped,) = session.answer([Call("endless")])
        assert stopped == Stopped("stopped after 1 s")


def test_a_look_in_which_a_child_ends(zygote: Zygote) -> None:
    """A child that ends in a look answers nothing, and is not held against anybody."""
    with Session(zygote, [FUNCTIONS]) as session:
        with session.looking() as ask:
            assert ask(request_of([Call("count"), Call("leave")])) is None
        assert session.answer([Call("count")]) == [Returned(1)]
        assert session.answer([Call("leave")]) == [Stopped("it ended its process (exit code 3)")]


def test_one_child_answers_looks(zygote: Zygote) -> None:
    """A child stays for request after request; another way to ask has a new one."""
    with Session(zygote, [FUNCTIONS]) as session:
        with session.looking() as ask:
            assert ask(request_of([Call("count"), Call("count")])) == [Returned(1), Returned(2)]
            assert ask(request_of([Call("missing")])) == [Missing("missing")]
            assert ask(request_of([Call("count")])) == [Returned(3)]
            assert session.answer([Call("count")]) == [Returned(1)]
            assert ask(request_of([Call("count")])) == [Returned(1)]
        with session.looking() as ask:
            assert ask(request_of([Call("count")])) == [Returned(1)]


def test_a_child_that_has_left_takes_nothing_along(zygote: Zygote) -> None:
    """Where a child is gone when it is asked again, others answer, and nobody is blamed."""
    vanishing = "import threading\ndef vanish():\n    threading.Timer(0.1, os._exit, [0]).start()"
    with Session(zygote, [FUNCTIONS, vanishing]) as session, session.looking() as ask:
        assert ask(request_of([Call("vanish")])) in ([Returned(None)], None)
        (worker,) = zygote.workers()
        psutil.wait_procs(psutil.Process(worker).children())
        assert ask(request_of([Call("count")])) in (None, [Returned(1)])
        assert session.answer([Call("count")]) == [Returned(1)]


def test_a_child_that_will_not_leave_is_killed(zygote: Zygote) -> None:
    """A child that is told to leave and stays costs its worker; the next one answers."""
    staying = "def stay():\n    os._exit = lambda code: endless()"
    with Session(zygote, [FUNCTIONS, staying]) as session:
        with session.looking() as ask:
            assert ask(request_of([Call("stay")])) == [Returned(None)]
        assert session.answer([Call("count")]) == [Returned(1)]
