"""What `nbgrader_config.py` says about a course folder, read without nbgrader (which is slow)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

__all__ = ["CourseFolder", "GradebookError", "read_course"]


class GradebookError(RuntimeError):
    """The gradebook can't be used at all; the text is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """A course folder.

    Attributes
    ----------
    root
        The folder of ``nbgrader_config.py``, absolute.
    config
        nbgrader's settings; a database's relative path is taken from `root`.
    """

    root: Path
    config: Any

    @property
    def db_url(self) -> str:
        """The gradebook's address."""
        return str(self.config.CourseDirectory.db_url)

    @property
    def course_id(self) -> str:
        """The course's name in the gradebook."""
        return str(self.config.CourseDirectory.get("course_id", "default_course"))

    def directory(self, step: str) -> Path:
        """Return a folder: ``submitted``, ``autograded``, ``feedback``, ``source``, ``release``."""
        return self.root / str(self.config.CourseDirectory.get(f"{step}_directory", step))

    @property
    def show_hidden(self) -> bool:
        """Whether feedback shows inputs and expected values of failed hidden tests.

        Raises
        ------
        GradebookError
            Where the setting is neither True nor False; nbgrader refuses it too.
        """
        found = self.config.GradeByHiddenSuites.get("show_hidden", False)
        if not isinstance(found, bool):
            raise GradebookError(
                f"c.GradeByHiddenSuites.show_hidden is True or False; {found!r} was given."
            )
        return found

    @property
    def kept(self) -> Path:
        """Where verdicts and seeds are kept."""
        return self.root / "classroom" / "cache"

    @property
    def verdicts(self) -> Path:
        """Where each assignment's verdicts lie for whoever wants to read them."""
        return self.root / "classroom" / "verdicts"


def read_course(root: Path) -> CourseFolder:
    """Return the course in `root`.

    Parameters
    ----------
    root
        The folder of ``nbgrader_config.py``.
    """
    root = root.resolve()
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    url = config.CourseDirectory.get("db_url", "sqlite:///gradebook.db")
    overrides = Config()
    overrides.CourseDirectory.root = str(root)
    overrides.CourseDirectory.db_url = in_root(url, root)
    overrides.GradeByHiddenSuites.cache_directory = str(root / "classroom" / "cache")
    config.merge(overrides)
    return CourseFolder(root, config)


def in_root(url: str, root: Path) -> str:
    """Return a database's address with a relative SQLite path taken from `root`."""
    scheme, separator, path = url.partition("sqlite:///")
    if scheme or not separator or path.startswith("/"):
        return url
    return f"sqlite:///{root / path}"
