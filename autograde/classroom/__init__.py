"""A class at a time: verdicts in parallel, recorded in nbgrader's gradebook by one writer.

`room` decides what is to be done, an engine of `engines` (this machine's processes) or `cluster`
(Dask) makes the verdicts, `recorder` writes them down. What travels to a grading process and
back is plain JSON (`tasks`), and `work` is all that runs there.
"""

from autograde.classroom.engines import Engine, EngineError, LocalEngine
from autograde.classroom.room import Classroom
from autograde.classroom.tasks import ClassReport, Result
from autograde.coursefolder import GradebookError

__all__ = [
    "ClassReport",
    "Classroom",
    "Engine",
    "EngineError",
    "GradebookError",
    "LocalEngine",
    "Result",
]
