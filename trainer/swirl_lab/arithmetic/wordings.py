"""How the sentences of a word problem may be worded. Each wording is written and read back by the same template."""

from __future__ import annotations

import random
import re
from functools import lru_cache

NAMES = ("Mia", "Tom", "Ana", "Ben", "Eva", "Leo", "Zoe", "Max", "Ida", "Sam")
ITEMS = ("pens", "cards", "coins", "shells", "books", "stamps", "apples", "rings")

# {who} the person asked about, {other} another one, {item} the things asked about, {a} and {b} numbers
WORDINGS: dict[str, tuple[str, ...]] = {
    "has": ("{who} has {a} {item}.", "{who} owns {a} {item}.", "{who} starts with {a} {item}."),
    "boxes": ("{who} has {a} boxes of {b} {item}.", "{who} owns {a} bags of {b} {item}."),
    "add": ("{who} buys {a} more.", "{who} finds {a} more.", "{other} brings {a} more."),
    "take": ("{who} gives {a} to {other}.", "{who} loses {a}.", "{who} sells {a} to {other}."),
    "times": ("This grows {a} fold.", "A trick makes {a} of each."),
    "share": ("{who} keeps one of {a} equal parts.", "They are split among {a}, and {who} keeps a part."),
    "packs": ("{who} buys {a} packs of {b}.", "{other} brings {a} bags of {b}."),
    "friends": ("{who} gives {b} to each of {a} friends.", "{a} friends take {b} each."),
    "beside": ("{other} has {a} {thing}.", "{who} is {a} years old.", "{who} walks {a} steps."),
}
QUESTIONS = (
    "How many {item} does {who} have?",
    "How many {item} are left?",
    "How many {item} does {who} end up with?",
)

_PATTERNS = {
    "who": "[A-Z][a-z]+",
    "other": "[A-Z][a-z]+",
    "item": "[a-z]+",
    "thing": "[a-z]+",
    "a": r"\d+",
    "b": r"\d+",
}


def say(kind: str, rng: random.Random, **places: object) -> str:
    """A sentence of this kind in one of its wordings."""
    return rng.choice(WORDINGS[kind]).format(**places)


def understand(sentence: str) -> tuple[str, dict[str, int]] | None:
    """The kind of a sentence and its numbers; None where no wording fits."""
    for kind, pattern in _compiled():
        if match := pattern.fullmatch(sentence):
            return kind, {name: int(value) for name, value in match.groupdict().items()}
    return None


@lru_cache(maxsize=1)
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    # "Tom has 5 pens" may be beside the point: whoever reads a problem decides by who and what is asked for.
    return [(kind, _compile(wording)) for kind, wordings in WORDINGS.items() for wording in wordings]


def _compile(wording: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", wording)
    pattern = [
        re.escape(part) if at % 2 == 0 else f"(?P<{part}>{_PATTERNS[part]})" if part in "ab" else _PATTERNS[part]
        for at, part in enumerate(parts)
    ]
    return re.compile("".join(pattern))
