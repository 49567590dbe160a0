"""The order in which rows are trained on: fixed by the seed alone, so that a resumed run goes on where it was."""

from __future__ import annotations

import random
from collections.abc import Iterator

from torch.utils.data import Sampler


def planned(rows: int, wanted: int, seed: int) -> Iterator[int]:
    """`wanted` indexes below `rows`: all of them in a random order, then all in another, and so on."""
    given = 0
    epoch = 0
    while given < wanted:
        order = list(range(rows))
        random.Random(f"{seed} {epoch}").shuffle(order)
        yield from order[: wanted - given]
        given += rows
        epoch += 1


class PlannedSampler(Sampler[int]):
    """Gives each group of `group` indexes `repeats` times over, and each index of it `copies` times in a row.

    TRL asks for the rows of an update once for each of its batches, and for a row once for each sampled action.
    """

    def __init__(self, rows: int, updates: int, group: int, seed: int, copies: int = 1, repeats: int = 1):
        self.rows, self.updates, self.group, self.seed = rows, updates, group, seed
        self.copies, self.repeats = copies, repeats

    def __len__(self) -> int:
        return self.updates * self.group * self.copies * self.repeats

    def __iter__(self) -> Iterator[int]:
        plan = planned(self.rows, self.updates * self.group, self.seed)
        for _ in range(self.updates):
            rows = [next(plan) for _ in range(self.group)]
            for _ in range(self.repeats):
                for row in rows:
                    yield from [row] * self.copies
