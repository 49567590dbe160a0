"""Solves a word problem step by step, and knows at each point which calculation comes next."""

from __future__ import annotations

from dataclasses import dataclass

from swirl_lab.calculator import Expression, calculate, whole

from .problem import Problem

OPERATORS = {"add": "+", "packs": "+", "take": "-", "friends": "-", "times": "*", "share": "/"}


@dataclass(frozen=True)
class Progress:
    """`amount` is what is known of the things asked for, after `done` events; `group` the product of the next one."""

    amount: int | None
    done: int
    group: int | None = None


def start(problem: Problem) -> Progress:
    first = problem.events[0]
    return Progress(None, 0) if len(first.numbers) == 2 else Progress(first.numbers[0], 1)


def next_calculation(problem: Problem, progress: Progress) -> Expression | None:
    """What has to be calculated next; None when the amount is the answer."""
    if progress.done == len(problem.events):
        return None
    event = problem.events[progress.done]
    a, *rest = event.numbers
    if rest and progress.group is None:
        return (a, "*", rest[0])
    return (progress.amount or 0, OPERATORS[event.kind], a if progress.group is None else progress.group)


def advance(problem: Problem, progress: Progress, result: int) -> Progress:
    """The progress after the next calculation gave this result."""
    event = problem.events[progress.done]
    if len(event.numbers) == 2 and progress.group is None:
        if progress.amount is None:
            return Progress(result, 1)
        return Progress(progress.amount, progress.done, result)
    return Progress(result, progress.done + 1)


def is_same(one: Expression, other: Expression) -> bool:
    """Whether two calculations are the same; the order of a sum or a product does not matter."""
    left, operator, right = one
    return one == other or (operator in "+*" and (right, operator, left) == other)


def answer(problem: Problem) -> int:
    progress = start(problem)
    while (expression := next_calculation(problem, progress)) is not None:
        result = whole(calculate(expression))
        if result is None:
            raise ValueError("A problem whose amounts are not whole.")
        progress = advance(problem, progress, result)
    return progress.amount or 0
