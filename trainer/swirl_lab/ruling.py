"""What the teacher says of an action."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ruling:
    is_reasonable: bool
    reason: str
