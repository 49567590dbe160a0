"""The sizes of the lab's models."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """A model's shape, and how it learns: updates of `batch` conversations at the peak rate, some about searches."""

    width: int
    layers: int
    heads: int
    feed_forward: int
    updates: int
    batch: int
    rate: float
    encyclopedia_share: float = 0


SIZES = {
    "tiny": Size(width=64, layers=3, heads=4, feed_forward=192, updates=500, batch=16, rate=1e-2),
    "small": Size(width=96, layers=3, heads=4, feed_forward=256, updates=600, batch=24, rate=6e-3),
    # The shape of "small", taught for longer: searches as well
    "medium": Size(
        width=96, layers=3, heads=4, feed_forward=256, updates=1_000, batch=24, rate=6e-3, encyclopedia_share=0.4
    ),
    "larger": Size(
        width=128, layers=4, heads=4, feed_forward=384, updates=1_500, batch=32, rate=5e-3, encyclopedia_share=0.35
    ),
}
