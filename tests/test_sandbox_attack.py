"""Tiers: what attacking ourselves finds, what is refused below a policy, and what it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograde.sandbox.attack import Report, attack, open_zygote, refusal
from autograde.sandbox.client import GraderFault, Zygote
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import (
    ALL_LAYERS,
    PROCESS_LAYERS,
    IsolationError,
    Layer,
    Policy,
    Tier,
)
from autograde.sandbox.probe import ATTACKS
from autograde.sandbox.session import Session

HELD = dict.fromkeys(ATTACKS, "")


def test_this_machine_is_told_as_it_is(report: Report, needs_full_isolation: None) -> None:
    """With all layers in force every attack is held, and the tier is full."""
    assert report.got == HELD
    assert report.tier is Tier.FULL


def test_without_layers_the_attacks_succeed() -> None:
    """Without any layer they reach files, network, processes and memory: they do attack."""
    with Zygote(layers=[]) as zygote:
        report = attack(zygote)
    assert report.tier is Tier.PROCESS
    assert set(filter(report.got.get, report.got)) == set(ATTACKS) - {"leave a process behind"}
    for kind in ("TCP", "UDP", "Unix", "abstract", "netlink"):
        assert kind in report.got["use the network"]


def test_landlock_and_seccomp_alone_make_the_partial_tier() -> None:
    """Without namespaces files and network are closed all the same."""
    with Zygote(layers=[Layer.LANDLOCK, Layer.SECCOMP, Layer.LIMITS]) as zygote:
        if {Layer.LANDLOCK, Layer.SECCOMP} & zygote.missing.keys():
            pytest.skip(f"this kernel has not both: {zygote.missing}")
        report = attack(zygote)
        with Session(
            zygote, ["import numpy as np\nimport fractions\nprint(np.arange(3).sum())"]
        ) as s:
            (run,) = s.run()
    assert report.tier.reaches(Tier.PARTIAL)
    assert not report.got["trace other processes"]
    assert not report.got["import what it should not"]
    assert run.outputs[0]["text"] == "3\n"


@pytest.mark.parametrize("name", ATTACKS)
def test_one_success_is_enough_to_lose_a_tier(name: str) -> None:
    """Whatever one attack reaches, the tier is no longer full; files and network cost partial."""
    report = Report({**HELD, name: "something"}, {})
    needed = name in ("read files", "write files", "use the network")
    assert report.tier is (Tier.PROCESS if needed else Tier.PARTIAL)


def test_policies_accept_their_tier_and_more() -> None:
    """Tiers are ordered, and each policy names the least one."""
    assert [policy.least for policy in Policy] == [Tier.FULL, Tier.PARTIAL, Tier.PROCESS]
    assert Tier.FULL.reaches(Tier.PARTIAL)
    assert Tier.PARTIAL.reaches(Tier.PARTIAL)
    assert not Tier.PROCESS.reaches(Tier.PARTIAL)


def test_less_than_required_is_refused_in_a_sentence() -> None:
    """What is missing, what student code could do and how to get more stand in one sentence."""
    with pytest.raises(IsolationError) as caught:
        open_zygote(Policy.REQUIRED, layers=PROCESS_LAYERS)
    sentence = str(caught.value)
    assert sentence.startswith("Isolation is process on this machine, and full is asked for: ")
    assert "read files" in sentence
    assert sentence.endswith("--sandbox process.")
    assert "\n" not in sentence


def test_process_is_taken_at_its_word() -> None:
    """Who asks for the process tier gets no more than that, and no attack is made."""
    with open_zygote(Policy.PROCESS) as zygote:
        assert zygote.isolation is Tier.PROCESS
        assert zygote.missing == {}
        with Session(zygote, ["import os\nprint(os.getuid())"]) as session:
            assert session.run()[0].outputs[0]["text"] == f"{os.getuid()}\n"


def test_the_canaries_are_taken_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left where the canaries were planted, though the attacks write beside them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Zygote(layers=PROCESS_LAYERS) as zygote:
        assert attack(zygote).got["write files"]
    assert not list(tmp_path.rglob("canary-*"))


def test_an_attack_without_an_answer_is_no_success(report: Report) -> None:
    """Where the worker dies under the attacks, nothing is concluded from it."""
    with Zygote(Limits(cell_seconds=0.001), ALL_LAYERS) as zygote, pytest.raises(GraderFault):
        attack(zygote)


def test_refusal_names_the_reason_and_a_way_out() -> None:
    """The kernel's own reason is passed on, and the weaker tier is named."""
    report = Report({**HELD, "fork without end": "66"}, {Layer.NAMESPACES: "No such luck"})
    sentence = refusal(report, Policy.REQUIRED)
    assert "No such luck" in sentence
    assert "--sandbox partial" in sentence


# Other users and other machines ----------------------------------------------------------------

ROOT = Path(__file__).parents[1]

EXAMINE = """
import json, sys
from autograde.sandbox.attack import attack
from autograde.sandbox.client import Zygote
from autograde.sandbox.policy import ALL_LAYERS
with Zygote(layers=ALL_LAYERS) as zygote:
    report = attack(zygote)
print(json.dumps([report.tier, report.got, {str(k): v for k, v in report.missing.items()}]))
"""


def examine(*wrapper: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Attack a warm process of another interpreter, started by `wrapper`."""
    done = subprocess.run(
        [*wrapper, sys.executable, "-c", EXAMINE],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    tier, got, missing = json.loads(done.stdout)
    return tier, got, missing


needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("setpriv"),
    reason="only root can become another user",
)


@pytest.fixture
def as_user() -> Iterator[list[str]]:
    """Return a command that runs another as a user without any right, who has a home."""
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    folder.chmod(0o777)
    become = "setpriv --reuid=4321 --regid=4321 --clear-groups --bounding-set=-all --inh-caps=-all"
    script = f'{reachable_root(folder)} exec {become} env HOME={folder} XDG_CACHE_HOME= "$@"'
    yield ["unshare", "--mount", "sh", "-ec", script, "sh"]
    shutil.rmtree(folder)


@needs_root
def test_an_ordinary_user_gets_full_isolation(
    as_user: list[str], needs_full_isolation: None
) -> None:
    """A user without any capability is given the same tier as root."""
    tier, got, missing = examine(*as_user)
    assert (tier, missing) == ("full", {}), got


@needs_root
def test_inside_a_rootless_container(as_user: list[str], needs_full_isolation: None) -> None:
    """Inside a user namespace of an ordinary user, who is root there, it is full too."""
    inside = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"]
    tier, got, missing = examine(*as_user, *inside)
    assert (tier, missing) == ("full", {}), got


@needs_root
def test_root_in_a_namespace_of_one_user(needs_full_isolation: None) -> None:
    """Where the machine's root can't become another user, the process limit does not bind it."""
    tier, got, _ = examine(
        "unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"
    )
    assert tier == "partial"
    assert [name for name, reached in got.items() if reached] == ["fork without end"]


def reachable_root(folder: Path) -> str:
    """Return shell lines that let every user reach interpreter and checkout, in a mount namespace.

    A home or a temporary folder is closed to other users. In the namespace a folder with nothing
    in it but what is needed stands in its place, open to all.
    """
    wanted = dict.fromkeys(map(Path.resolve, map(Path, (sys.base_prefix, sys.prefix, ROOT))))
    inside, instead = [], {}
    for number, (path, top) in enumerate((path, closed_above(path)) for path in wanted):
        if top is None:
            continue
        room = instead.setdefault(top, folder / f"room{number}")
        place = room / path.relative_to(top)
        place.mkdir(parents=True, exist_ok=True)
        for part in (place, *place.parents):
            if part.is_relative_to(room):
                part.chmod(0o755)
        inside.append(f"mount --rbind {path} {place}; ")
    return "".join([*inside, *(f"mount --rbind {new} {old}; " for old, new in instead.items())])


def closed_above(path: Path) -> Path | None:
    """Return the topmost folder above `path` that other users can't enter; None where all can."""
    closed = (part for part in reversed(path.parents) if not part.stat().st_mode & 0o001)
    return next(closed, None)


@pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare here")
def test_where_namespaces_are_forbidden(needs_full_isolation: None) -> None:
    """A machine that forbids user namespaces is told as partial, with the kernel's reason."""
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
    wrapper = ["unshare", "--user", "--map-root-user", "sh", "-ec", forbid, "sh"]
    tier, _, missing = examine(*wrapper)
    assert tier == "partial"
    assert "unshare" in missing["namespaces"]
