"""A word problem: what happens in it, and its text, written and read back."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass

from .wordings import ITEMS, NAMES, QUESTIONS, say, understand

LARGEST = 999
CHANGES = ("add", "add", "take", "take", "times", "share", "packs", "friends")


@dataclass(frozen=True)
class Event:
    """Something that happens: its kind and its one or two numbers."""

    kind: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """`events` in order, the first says what there is at the beginning; `beside` are numbers that do not matter."""

    events: tuple[Event, ...]
    beside: tuple[int, ...]


def after(amount: int, event: Event) -> int | None:
    """The amount after an event; None where there is no whole amount above 1."""
    a, *rest = event.numbers
    total = a * rest[0] if rest else a
    match event.kind:
        case "has" | "boxes":
            result = total
        case "add" | "packs":
            result = amount + total
        case "take" | "friends":
            result = amount - total
        case "times":
            result = amount * total
        case _:
            result = amount // total if amount % total == 0 else 0
    return result if 1 < result <= LARGEST else None


def draw_problem(rng: random.Random) -> Problem:
    while True:
        first = _draw_event("boxes", rng) if rng.random() < 0.3 else Event("has", (rng.randint(12, 60),))
        events, amount = [first], after(0, first)
        for _ in range(rng.choice((1, 2, 2, 3)) - (first.kind == "boxes")):
            event = _draw_event(rng.choice(CHANGES), rng)
            amount = after(amount, event) if amount else None
            events.append(event)
        calculations = sum(len(event.numbers) for event in events) - 1
        if amount and 2 <= calculations <= 4:
            beside = (rng.randint(3, 70),) if rng.random() < 0.25 else ()
            return Problem(tuple(events), beside)


def _draw_event(kind: str, rng: random.Random) -> Event:
    if kind in ("boxes", "packs", "friends"):
        return Event(kind, (rng.randint(2, 9), rng.randint(2, 12)))
    return Event(kind, (rng.randint(2, 6) if kind in ("times", "share") else rng.randint(3, 45),))


def write_problem(problem: Problem, rng: random.Random) -> str:
    """The problem in words: names, things and wordings are drawn."""
    who, other = rng.sample(NAMES, 2)
    item, thing = rng.sample(ITEMS, 2)
    places = {"who": who, "other": other, "item": item, "thing": thing}
    said = [say(event.kind, rng, **places, **_named(event.numbers)) for event in problem.events]
    for number in problem.beside:
        said.insert(rng.randint(1, len(said)), say("beside", rng, **places, a=number))
    return " ".join([*said, rng.choice(QUESTIONS).format(**places)])


def _named(numbers: tuple[int, ...]) -> dict[str, int]:
    return dict(zip("ab", numbers, strict=False))


def read_problem(text: str) -> Problem | None:
    """The problem that a text tells; None where it is none of the lab's."""
    *said, question = re.split(r"(?<=[.?])\s+", text.strip())
    if not said or not question.startswith("How many "):
        return None
    events: list[Event] = []
    beside: list[int] = []
    for sentence in said:
        understood = understand(sentence)
        if understood is None:
            return None
        kind, numbers = understood
        # Only the first sentence says what there is at the beginning.
        if kind == "beside" or (kind == "has" and events):
            beside.append(numbers["a"])
        else:
            events.append(Event(kind, tuple(numbers[name] for name in "ab" if name in numbers)))
    is_told = bool(events) and events[0].kind in ("has", "boxes")
    return Problem(tuple(events), tuple(beside)) if is_told else None


def share_of(problem: Problem) -> float:
    """A number from 0 to 1 that depends on what happens only: the same story in other words has the same."""
    name = ";".join(f"{event.kind} {event.numbers}" for event in problem.events)
    return int(hashlib.sha256(name.encode()).hexdigest()[:12], 16) / 16**12
