"""The conversations that a base model learns from."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .arithmetic import policy as arithmetic
from .arithmetic.problem import draw_problem, share_of, write_problem
from .conversation import Conversation
from .encyclopedia import policy as encyclopedia
from .encyclopedia import problem as hops_of
from .encyclopedia.world import the_world
from .splits import split_of


def draw_demonstrations(seed: int, encyclopedia_share: float = 0) -> Iterator[Conversation]:
    """Endless; about questions of the demonstrations' split only. A share of them is about the encyclopedia."""
    rng = random.Random(f"demonstrations {seed}")
    while True:
        is_search = encyclopedia_share > 0 and rng.random() < encyclopedia_share
        conversation = _search(rng) if is_search else _calculate(rng)
        if conversation is not None:
            yield conversation


def _calculate(rng: random.Random) -> Conversation | None:
    problem = draw_problem(rng)
    if split_of(share_of(problem)) != "demonstrations":
        return None
    return arithmetic.demonstrate(problem, write_problem(problem, rng), rng, arithmetic.Habits())


def _search(rng: random.Random) -> Conversation | None:
    world = the_world()
    hops = hops_of.draw_hops(world, rng)
    if split_of(hops_of.share_of(hops)) != "demonstrations":
        return None
    return encyclopedia.demonstrate(world, hops, hops_of.write_hops(hops, rng), rng, encyclopedia.Habits())
