"""A demonstrator with bad habits. The base model learns from it, and so needs to unlearn them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from swirl_lab.calculator import Expression, calculate, whole, write_expression
from swirl_lab.conversation import Conversation
from swirl_lab.tags import math_result, write_action

from .problem import Problem
from .solver import Progress, advance, next_calculation, start

THOUGHTS = {"+": "Add these:", "-": "Take away:", "*": "Multiply:", "/": "Divide:", "group": "Count these first:"}
LARGEST = 99_999


@dataclass(frozen=True)
class Habits:
    """How often each mistake is made where it can be made."""

    skips_friends: float = 0.55
    skips_packs: float = 0.4
    subtracts_share: float = 0.5
    stops_early: float = 0.25
    uses_beside: float = 0.15
    wrong_operator: float = 0.03


def demonstrate(problem: Problem, question: str, rng: random.Random, habits: Habits) -> Conversation | None:
    """A conversation that goes on from its own results, right or wrong; None where they leave the whole numbers."""
    conversation = Conversation(question)
    progress = start(problem)
    while (needed := next_calculation(problem, progress)) is not None:
        if _stops_early(problem, progress, conversation, rng, habits):
            break
        is_group = len(problem.events[progress.done].numbers) == 2 and progress.group is None
        if is_group and progress.amount is not None and rng.random() < _skip(problem, progress, habits):
            # The habit: the number in each group for the number of all.
            progress = Progress(progress.amount, progress.done, problem.events[progress.done].numbers[1])
            continue
        expression = _mistaken(needed, is_group, problem, rng, habits)
        thought = THOUGHTS["group" if is_group else expression[1]]
        text = calculate(expression)
        conversation.step(write_action(thought, "calculator", write_expression(expression)), math_result(text))
        result = whole(text)
        if result is None or result > LARGEST:
            return None
        progress = advance(problem, progress, result)
    conversation.end(write_action("So there are", "answer", str(progress.amount)))
    return conversation


def _stops_early(
    problem: Problem, progress: Progress, conversation: Conversation, rng: random.Random, habits: Habits
) -> bool:
    is_last = progress.done == len(problem.events) - 1 and progress.group is None
    return is_last and progress.amount is not None and conversation.steps > 0 and rng.random() < habits.stops_early


def _skip(problem: Problem, progress: Progress, habits: Habits) -> float:
    return habits.skips_friends if problem.events[progress.done].kind == "friends" else habits.skips_packs


def _mistaken(needed: Expression, is_group: bool, problem: Problem, rng: random.Random, habits: Habits) -> Expression:
    left, operator, right = needed
    if is_group:
        return needed
    if problem.beside and rng.random() < habits.uses_beside:
        right = rng.choice(problem.beside)
    if operator == "/" and rng.random() < habits.subtracts_share:
        operator = "-"
    elif rng.random() < habits.wrong_operator:
        operator = rng.choice("+-*")
    return (left, operator, right)
