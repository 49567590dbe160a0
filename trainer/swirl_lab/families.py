"""The kinds of questions of the lab: who can read a question can rule on its steps."""

from __future__ import annotations

from collections.abc import Sequence

from .arithmetic import ruling as arithmetic
from .arithmetic.problem import read_problem
from .encyclopedia import ruling as encyclopedia
from .encyclopedia.problem import read_hops
from .ruling import Ruling


def rule(question: str, earlier: Sequence[tuple[str, str]], action: str) -> Ruling | None:
    """Rules on `action` after the messages `earlier`, as roles and texts. None where the question is not the lab's."""
    if (problem := read_problem(question)) is not None:
        return arithmetic.rule(problem, [text for role, text in earlier if role == "assistant"], action)
    if (hops := read_hops(question)) is not None:
        return encyclopedia.rule(hops, [text for role, text in earlier if role in ("user", "tool")], action)
    return None
