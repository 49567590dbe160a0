"""The kinds of questions of the lab: who can read a question can rule on its steps."""

from __future__ import annotations

from collections.abc import Sequence

from .arithmetic import ruling as arithmetic
from .arithmetic.problem import read_problem
from .ruling import Ruling


def rule(question: str, earlier: Sequence[str], action: str) -> Ruling | None:
    """None where the question is none of the lab's."""
    if (problem := read_problem(question)) is not None:
        return arithmetic.rule(problem, earlier, action)
    return None
