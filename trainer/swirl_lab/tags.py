"""The studio's tag protocol, as far as the lab writes and reads it (domain/rollout/tags.ts, observe.ts)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Ending = Literal["calculator", "search", "answer"]
NAMES: dict[Ending, str] = {"calculator": "math_exp", "search": "search_query", "answer": "answer"}
RESULTS = ("math_result", "search_result")
TAGS = [f"<{slash}{name}>" for name in (*NAMES.values(), *RESULTS) for slash in ("", "/")]

_ACTION = re.compile(r"[^<]*<(math_exp|search_query|answer)>([^<]*)</\1>\s*")
_ENDINGS: dict[str, Ending] = {name: ending for ending, name in NAMES.items()}


@dataclass(frozen=True)
class Action:
    """What an action does: the tool that it calls, or its answer, and what stands inside the tag."""

    ending: Ending
    inside: str


def write_action(thought: str, ending: Ending, inside: str) -> str:
    return f"{thought} <{NAMES[ending]}>{inside}</{NAMES[ending]}>"


def read_action(text: str) -> Action | None:
    """The one call or answer of an action; None where it is not exactly one, at the end."""
    match = _ACTION.fullmatch(text)
    return Action(_ENDINGS[match[1]], match[2].strip()) if match else None


def math_result(text: str) -> str:
    return f"<math_result>{text}</math_result>"


def search_result(text: str) -> str:
    return f"<search_result>\n{text}\n</search_result>"
