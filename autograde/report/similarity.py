"""Which submissions' code is much alike: a hint for people, never a verdict.

Code is split into tokens (that does not run it). Comments, layout and the names that a student
chose do not count. Submissions that are the same then form a group. For the others, runs of
tokens are hashed as in plagiarism detectors of the winnowing family; runs that the release or
many others have too tell nothing. Only pairs that share rare runs are compared in full.
"""

from __future__ import annotations

import builtins
import hashlib
import io
import keyword
import tokenize
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from rapidfuzz.distance import Indel

from autograde.course import Release
from autograde.intake import Submission
from autograde.student import Array

__all__ = ["Alike", "alike", "normalised", "own_code"]

CODE_LIMIT = 20_000
TOKENS_LIMIT = 3_000
LEAST_TOKENS = 120
RUN = 12
RARE = 20
SKETCH = 48
SHARED = 4
LEAST_SIMILARITY = 0.9
PAIRS_LIMIT = 5_000
SHOWN_LIMIT = 60

LAYOUT = frozenset(
    {
        tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
        tokenize.ENDMARKER, tokenize.ENCODING,
    }
)  # fmt: skip
KEPT = frozenset([*keyword.kwlist, *dir(builtins), "np", "numpy", "plt"])

FACTORS = np.array([pow(1_000_003, n, 2**64) for n in range(RUN)], dtype=np.uint64)

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Students whose code is alike, and how much, from 0 to 1 (1 is the same but for names)."""

    students: tuple[str, ...]
    similarity: float


def alike(submissions: Mapping[str, Submission], release: Release) -> tuple[Alike, ...]:
    """Return groups and pairs of submissions with much the same code, the most alike first.

    Parameters
    ----------
    submissions
        By student.
    release
        What all had to begin with; it does not count.
    """
    groups: dict[Tokens, list[str]] = defaultdict(list)
    for student, submission in submissions.items():
        tokens = normalised(own_code(submission, release))
        if len(tokens) >= LEAST_TOKENS:
            groups[tokens].append(student)
    same = [Alike(tuple(sorted(names)), 1.0) for names in groups.values() if len(names) > 1]
    texts = list(groups)
    near = [
        Alike((min(groups[texts[i]]), min(groups[texts[j]])), similarity)
        for i, j, similarity in near_pairs(texts)
    ]
    found = sorted([*same, *near], key=lambda one: (-one.similarity, one.students))
    return tuple(found[:SHOWN_LIMIT])


def own_code(submission: Submission, release: Release) -> str:
    """Return what the student wrote: cells that are not as they were released, up to a limit."""
    given = {cell.source.strip() for cell in release.cells}
    cells = [
        cell.source
        for cell in submission.cells
        if cell.kind == "code"
        and (cell.name is None or cell.name in release.answers)
        and cell.source.strip() not in given
    ]
    return "\n".join(cells)[:CODE_LIMIT]


@lru_cache(maxsize=4096)
def normalised(code: str) -> Tokens:
    """Return the tokens that count, names replaced by their order of appearance.

    What can't be split into tokens counts up to there.
    """
    kept: list[str] = []
    names: dict[str, str] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if len(kept) >= TOKENS_LIMIT:
                break
            if token.type in LAYOUT:
                continue
            text = token.string
            if token.type == tokenize.STRING:
                text = "''"  # a docstring or a message
            elif token.type == tokenize.NAME and text not in KEPT and kept[-1:] != ["."]:
                text = names.setdefault(text, f"n{len(names)}")
            kept.append(text)
    except (tokenize.TokenError, SyntaxError):
        pass  # unfinished code is handed in every day
    return tuple(kept)


def near_pairs(texts: Sequence[Tokens]) -> list[tuple[int, int, float]]:
    """Return pairs of distinct texts that are at least `LEAST_SIMILARITY` alike."""
    if len(texts) < 2:
        return []
    runs = [hashed_runs(text) for text in texts]
    known, often = np.unique(np.concatenate(runs), return_counts=True)
    holders: dict[int, list[int]] = defaultdict(list)
    for index, found in enumerate(runs):
        times = often[np.searchsorted(known, found)]
        rare = found[(times > 1) & (times <= RARE)]
        for run in rare[:SKETCH].tolist():
            holders[run].append(index)
    shared = Counter(pair for index in holders.values() for pair in combinations(index, 2))
    likely = [pair for pair, count in shared.most_common(PAIRS_LIMIT) if count >= SHARED]
    words = ["".join(map(letter_of, text)) for text in texts]  # strings are compared fastest
    compared = (
        (i, j, Indel.normalized_similarity(words[i], words[j], score_cutoff=LEAST_SIMILARITY))
        for i, j in likely
    )
    return [(i, j, similarity) for i, j, similarity in compared if similarity >= LEAST_SIMILARITY]


def hashed_runs(tokens: Tokens) -> Array:
    """Return the hashes of all runs of `RUN` tokens, each once, in order of size."""
    numbers = np.array([number_of(token) for token in tokens], dtype=np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, RUN)
    return np.unique((windows * FACTORS).sum(axis=1, dtype=np.uint64))  # modulo 2 ** 64


@lru_cache(maxsize=100_000)
def number_of(token: str) -> int:
    """Return a token's number, the same in every process."""
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest())


@lru_cache(maxsize=100_000)
def letter_of(token: str) -> str:
    """Return a letter that stands for a token."""
    return chr(0x4E00 + number_of(token) % 0x8000)
