"""A demonstrator of searches with bad habits: it skips a hop, asks for another relation, stops early."""

from __future__ import annotations

import random
from dataclasses import dataclass

from swirl_lab.conversation import Conversation
from swirl_lab.tags import search_result, write_action

from .problem import Hops
from .world import RELATIONS, World, passages


@dataclass(frozen=True)
class Habits:
    """How often each mistake is made where it can be made."""

    skips_hop: float = 0.4
    stops_early: float = 0.2
    wrong_relation: float = 0.05


def demonstrate(world: World, hops: Hops, question: str, rng: random.Random, habits: Habits) -> Conversation:
    """A conversation that goes on from what it found, right or wrong."""
    conversation = Conversation(question)
    name, at = hops.start, 0
    while at < len(hops.relations):
        if at == len(hops.relations) - 1 and rng.random() < habits.stops_early:
            break
        if at == 0 and len(hops.relations) == 3 and rng.random() < habits.skips_hop:
            at = 1
        asked = hops.relations[at]
        if rng.random() < habits.wrong_relation:
            asked = rng.choice(list(RELATIONS[world.kinds[name]]))
        query = f"{asked} of {name}"
        found = search_result(passages(world, world.search(query)))
        conversation.step(write_action("Look up:", "search", query), found)
        # What the article does not say leaves the demonstrator where it was.
        name = world.facts.get((asked, name), name)
        at += 1
    conversation.end(write_action("It is", "answer", name))
    return conversation
