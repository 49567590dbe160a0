"""Whether an action is the right next thing to do, given the question and the actions before it."""

from __future__ import annotations

from collections.abc import Sequence

from swirl_lab.calculator import calculate, read_expression, whole, write_expression
from swirl_lab.ruling import Ruling
from swirl_lab.tags import read_action

from .problem import Problem
from .solver import Progress, advance, is_same, next_calculation, start


def rule(problem: Problem, earlier: Sequence[str], action: str) -> Ruling:
    """Rules on `action` after the actions `earlier`. What was calculated rightly counts, whatever stood between."""
    needed = next_calculation(problem, progress := _progress(problem, earlier))
    read = read_action(action)
    if read is None or read.ending == "search":
        return Ruling(False, "It is neither one calculation nor an answer.")
    if read.ending == "answer":
        if needed is not None:
            return Ruling(False, "It answers although something is still to be calculated.")
        is_right = read.inside == str(progress.amount)
        return Ruling(is_right, f"The results so far {'support' if is_right else 'do not support'} this answer.")
    expression = read_expression(read.inside)
    if needed is None:
        return Ruling(False, "It calculates although the answer is known.")
    if expression is None or not is_same(expression, needed):
        return Ruling(False, f"{read.inside} is not what is to be calculated at this point.")
    return Ruling(True, f"{write_expression(expression)} is what is to be calculated next.")


def _progress(problem: Problem, earlier: Sequence[str]) -> Progress:
    progress = start(problem)
    for text in earlier:
        read = read_action(text)
        expression = read_expression(read.inside) if read and read.ending == "calculator" else None
        needed = next_calculation(problem, progress)
        if expression and needed and is_same(expression, needed):
            result = whole(calculate(expression))
            if result is not None:
                progress = advance(problem, progress, result)
    return progress
