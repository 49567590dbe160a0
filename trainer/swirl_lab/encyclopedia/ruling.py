"""Whether an action is the right next hop, judged by what the searches so far have shown and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from swirl_lab.ruling import Ruling
from swirl_lab.tags import read_action

from .problem import Hops
from .world import read_facts


def rule(hops: Hops, observations: Sequence[str], action: str) -> Ruling:
    name, followed = _follow(hops, observations)
    read = read_action(action)
    if read is None or read.ending == "calculator":
        return Ruling(False, "It is neither one search nor an answer.")
    if read.ending == "answer":
        if followed < len(hops.relations):
            return Ruling(False, "It answers although something is still to be looked up.")
        is_right = read.inside == name
        return Ruling(is_right, f"What was found {'supports' if is_right else 'does not support'} this answer.")
    if followed == len(hops.relations):
        return Ruling(False, "It searches although the answer is known.")
    wanted = f"{hops.relations[followed]} of {name}"
    if read.inside.lower() != wanted.lower():
        return Ruling(False, f'"{read.inside}" is not what is to be looked up at this point.')
    return Ruling(True, f"The {wanted} is what is to be looked up next.")


def _follow(hops: Hops, observations: Sequence[str]) -> tuple[str, int]:
    """How far what was found leads: the name reached, and after how many hops."""
    known = read_facts("\n".join(observations))
    name, followed = hops.start, 0
    while followed < len(hops.relations) and (value := known.get((hops.relations[followed], name))):
        name, followed = value, followed + 1
    return name, followed
