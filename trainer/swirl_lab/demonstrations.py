"""The conversations that a base model learns from."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .arithmetic.policy import Habits, demonstrate
from .arithmetic.problem import draw_problem, share_of, write_problem
from .conversation import Conversation
from .splits import split_of


def draw_demonstrations(seed: int) -> Iterator[Conversation]:
    """Endless; about questions of the demonstrations' split only."""
    rng = random.Random(f"demonstrations {seed}")
    habits = Habits()
    while True:
        problem = draw_problem(rng)
        if split_of(share_of(problem)) != "demonstrations":
            continue
        conversation = demonstrate(problem, write_problem(problem, rng), rng, habits)
        if conversation is not None:
            yield conversation
