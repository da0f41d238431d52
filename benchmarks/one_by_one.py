"""What can't be shared out: recording, and sending through a cluster, for each submission."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from autograde.classroom import Classroom
from autograde.classroom.recorder import Recorder
from autograde.classroom.tasks import Task, pack_graded, pack_task
from autograde.grading import Graded, Grader
from autograde.handin import Notebook, write_notebook

__all__ = ["serial_seconds"]

ROOT = Path(__file__).parent.parent
SENT = 300


def serial_seconds(assignment: str, notebooks: dict[str, Notebook]) -> tuple[float, float]:
    """Return the seconds that recording takes and that a cluster takes, for each submission.

    Parameters
    ----------
    notebooks
        Submissions by student.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
        for student, notebook in notebooks.items():
            place = root / "classroom" / "submitted" / student / assignment
            write_notebook(place / f"{assignment}.ipynb", notebook)
        room = Classroom(root)
        tasks, _ = room.take_in(assignment, room.submissions(assignment))
        with Grader(tasks[0].seed) as grader:
            graded = grader.run(tasks[0].submission, tasks[0].student)
        recording = recording_seconds(Recorder(room.course, assignment), tasks, graded)
        return recording, sending_seconds(pack_task(tasks[0]), pack_graded(graded, ""))


def recording_seconds(recorder: Recorder, tasks: list[Task], graded: Graded) -> float:
    """Record one verdict for everybody; the first time nbgrader is loaded, and does not count."""
    recorder.record(tasks[0], graded)
    start = time.perf_counter()
    for task in tasks[1:]:
        result = recorder.record(task, graded)
        assert result.judged, result.problem
    seconds = (time.perf_counter() - start) / (len(tasks) - 1)
    recorder.close()
    return seconds


def answer(data: bytes, size: int) -> bytes:
    """Do nothing but answer, on a worker."""
    return bytes(size)


def sending_seconds(submission: bytes, verdict: bytes) -> float:
    """Send submissions to two workers that do nothing but answer in a verdict's size."""
    from distributed import Client, LocalCluster, as_completed

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs="ERROR"
        ) as workers,
        Client(workers) as client,
    ):
        for count in (10, SENT):  # the first round is for warming up
            start = time.perf_counter()
            futures = [
                client.submit(answer, submission, len(verdict), pure=False) for _ in range(count)
            ]
            for future in as_completed(futures):
                assert len(future.result()) == len(verdict)
    return (time.perf_counter() - start) / SENT
