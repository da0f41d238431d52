"""A gradebook in PostgreSQL: a real server, started here where one is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from class_factory import ASSIGNMENT, BLANK, make_course, script_of
from gradebook_tables import Tables

from autograde.classroom import Classroom
from autograde.coursefolder import read_course
from autograde.gradebook import open_api

STUDENTS = {"ada": script_of("ada"), "blank": BLANK, "goran": script_of("goran")}
ROLE = "teacher"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs: the newest of Debian's, or the PATH's."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3])
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def as_ordinary_user(folder: Path) -> list[str]:
    """Return what to put before a command: a server refuses to run as root."""
    if os.getuid() != 0:
        return []
    user = next(p for p in pwd.getpwall() if p.pw_name in {"postgres", "nobody"})
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Start a server in a folder of its own, reached by a socket there; yield its address."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("no PostgreSQL server is installed here")
    # Not pytest's folder: another user must get in, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = as_ordinary_user(folder)

    def run(program: str, *arguments: str) -> None:
        command = [*user, str(bin_folder / program), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", ROLE, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
    options = f"-k {folder} -c listen_addresses='' -F"
    run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        run("createdb", "-h", str(folder), "-U", ROLE, "grades")
        yield f"postgresql+psycopg://{ROLE}@/grades?host={folder}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def test_postgres_holds_what_sqlite_holds(database: str, tmp_path: Path) -> None:
    """The same class fills PostgreSQL and SQLite alike, table by table; nbgrader works on it."""
    lite = Classroom(make_course(tmp_path / "lite", STUDENTS))
    assert lite.autograde(ASSIGNMENT, jobs=2).judged

    settings = f'\nc.CourseDirectory.db_url = "{database}"\n'
    big = Classroom(make_course(tmp_path / "big", STUDENTS, settings, gradebook=False))
    assert big.course.db_url == database
    shutil.copytree(lite.course.kept, big.course.kept)
    assert big.autograde(ASSIGNMENT).reused == len(STUDENTS)
    assert not list((big.root / "classroom").glob("*.db"))

    one, other = Tables(lite.course.db_url), Tables(database)
    for name in one.names:
        assert one.rows(name) == other.rows(name), name

    api = open_api(big.root)
    answer = api.autograde(ASSIGNMENT, "goran", force=True, create=False)
    assert answer["success"], answer
    after = Tables(read_course(big.root).db_url)
    for name in one.names:
        assert one.rows(name) == after.rows(name), name
