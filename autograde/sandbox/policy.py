"""How firmly student code is to be held, and which layers hold it."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ALL_LAYERS", "PROCESS_LAYERS", "IsolationError", "Layer", "Policy", "Tier", "layers_of"]


class Tier(StrEnum):
    """What student code is kept from, as found by attacking it (see docs/isolation.md)."""

    FULL = "full"
    """Files, network, other processes and the machine's resources."""
    PARTIAL = "partial"
    """Files and network; not all of the rest."""
    PROCESS = "process"
    """The grader's memory only."""

    def reaches(self, other: Tier) -> bool:
        """Whether this tier promises all that `other` does."""
        order = [Tier.PROCESS, Tier.PARTIAL, Tier.FULL]
        return order.index(self) >= order.index(other)


class Policy(StrEnum):
    """The least isolation that a course grades with; the value of ``--sandbox``."""

    REQUIRED = "required"
    PARTIAL = "partial"
    PROCESS = "process"

    @property
    def least(self) -> Tier:
        """The lowest tier that this policy grades at."""
        return Tier.FULL if self is Policy.REQUIRED else Tier(self.value)


class Layer(StrEnum):
    """A defence. Tests take one away to see that its attack then succeeds."""

    NAMESPACES = "namespaces"
    """Processes, network, shared memory and user of its own."""
    VIEW = "view"
    """A file system with nothing in it but what students install; needs namespaces."""
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"
    LIMITS = "limits"


ALL_LAYERS = frozenset(Layer)
PROCESS_LAYERS = frozenset({Layer.LIMITS})


def layers_of(policy: Policy) -> frozenset[Layer]:
    """Return the layers that are tried under a policy."""
    return PROCESS_LAYERS if policy is Policy.PROCESS else ALL_LAYERS


class IsolationError(RuntimeError):
    """Student code is not held as firmly here as was asked for; the text says why."""
