"""Which questions serve which purpose. A story belongs to one split by its hash, so none is ever in two."""

from __future__ import annotations

from typing import Literal

Split = Literal["demonstrations", "train", "held-out"]


def split_of(share: float) -> Split:
    """`share` is the story's hash as a number from 0 to 1."""
    if share < 0.15:
        return "held-out"
    return "train" if share < 0.4 else "demonstrations"
