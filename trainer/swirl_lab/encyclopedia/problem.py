"""A question of several hops: where it starts, and the relations to follow."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass

from .world import RELATIONS, World

_QUESTION = re.compile(r"(?:What is|Name|Tell me) (the [a-z ]+(?: of the [a-z ]+)*) of ([A-Z][a-z]+)[?.]")
WORDINGS = ("What is {asked}?", "Name {asked}.", "Tell me {asked}.")


@dataclass(frozen=True)
class Hops:
    """`relations` in the order in which they are followed from `start`."""

    start: str
    relations: tuple[str, ...]


def draw_hops(world: World, rng: random.Random) -> Hops:
    start = rng.choice(list(world.kinds))
    kind, relations = world.kinds[start], []
    for _ in range(rng.choice((2, 2, 3))):
        relation = rng.choice(list(RELATIONS[kind]))
        relations.append(relation)
        kind = RELATIONS[kind][relation]
    return Hops(start, tuple(relations))


def write_hops(hops: Hops, rng: random.Random) -> str:
    asked = " of ".join([*(f"the {relation}" for relation in reversed(hops.relations)), hops.start])
    return rng.choice(WORDINGS).format(asked=asked)


def read_hops(text: str) -> Hops | None:
    """None where the text is no question about the encyclopedia."""
    match = _QUESTION.fullmatch(text.strip())
    if match is None:
        return None
    relations = [part.removeprefix("the ") for part in match[1].split(" of ")]
    known = {relation for of_kind in RELATIONS.values() for relation in of_kind}
    return Hops(match[2], tuple(reversed(relations))) if set(relations) <= known else None


def share_of(hops: Hops) -> float:
    """A number from 0 to 1 that depends on what is asked, not on its wording."""
    name = " ".join([hops.start, *hops.relations])
    return int(hashlib.sha256(name.encode()).hexdigest()[:12], 16) / 16**12


def answer(world: World, hops: Hops) -> str:
    name = hops.start
    for relation in hops.relations:
        name = world.facts[relation, name]
    return name
