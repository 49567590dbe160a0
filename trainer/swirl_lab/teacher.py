"""A judge who knows what comes next, and errs as often as it is told to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .families import rule
from .judge_prompt import JudgePrompt
from .ruling import Ruling


@dataclass(frozen=True)
class Teacher:
    """
    Its errors hang on (seed, judge's name, context, action): the same step gets the same ruling from the same judge,
    and judges of other names err elsewhere. Filtering and training by one judge lets a model learn its errors.
    """

    false_reasonable: float = 0.03
    false_unreasonable: float = 0.03
    seed: int = 1
    #: Rules by lot, whatever the step: the control. `base_rate` is its share of reasonable rulings.
    is_shuffled: bool = False
    base_rate: float = 0.5

    def rule(self, name: str, prompt: JudgePrompt) -> Ruling | None:
        """None where the question is none of the lab's."""
        ruling = rule(prompt.question, prompt.earlier, prompt.action)
        if ruling is None:
            return None
        lot = _lot(str(self.seed), name, prompt.context, prompt.action)
        if self.is_shuffled:
            return Ruling(lot < self.base_rate, "This was ruled by lot.")
        if lot >= (self.false_unreasonable if ruling.is_reasonable else self.false_reasonable):
            return ruling
        if ruling.is_reasonable:
            return Ruling(False, "This does not follow from the question and everything so far.")
        return Ruling(True, "This follows from the question and everything so far.")

    def confidence(self, ruling: Ruling) -> float:
        """How likely the teacher's word is to be right, as far as it knows itself."""
        if self.is_shuffled:
            return max(self.base_rate, 1 - self.base_rate)
        error = self.false_reasonable if ruling.is_reasonable else self.false_unreasonable
        return min(max(1 - error, 0.5), 0.999)


def _lot(*parts: str) -> float:
    """From 0 to 1, always the same for the same texts."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return int(digest[:13], 16) / 16**13
