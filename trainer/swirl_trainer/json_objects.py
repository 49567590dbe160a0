"""Finds the JSON objects in a text that also holds prose: the twin of domain/judging/json-objects.ts."""

from __future__ import annotations

import json
from typing import Any

from .js import trim

LONGEST_NUMBER = 400


def brace_spans(text: str) -> list[tuple[int, int]]:
    """The outermost stretches from a `{` to the `}` that balances it, in order.

    Braces inside double quotes do not count where a `{` is open; a quote ends at the line's end at the latest.
    """
    opened: list[int] = []
    spans: list[tuple[int, int]] = []
    is_quoted = False
    at = -1
    while at + 1 < len(text):
        at += 1
        character = text[at]
        if character in "\n\r":
            is_quoted = False
        elif is_quoted:
            if character == "\\":
                at += 1
            elif character == '"':
                is_quoted = False
        elif character == '"':
            is_quoted = bool(opened)
        elif character == "{":
            opened.append(at)
        elif character == "}" and opened:
            start = opened.pop()
            while spans and spans[-1][0] > start:
                spans.pop()
            spans.append((start, at + 1))
    return spans


def last_object_with(text: str, key: str) -> dict[str, Any] | None:
    """The last object of the text that has the key, in any case."""
    for start, end in reversed(brace_spans(text)):
        found = _parse_object(text[start:end])
        if found is not None and key_of(found, key) is not None:
            return found
    return None


def key_of(found: dict[str, Any], key: str) -> str | None:
    """The object's own name of a key; of several that differ in case, the last."""
    names = [name for name in found if trim(name).lower() == trim(key).lower()]
    return names[-1] if names else None


def _parse_object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text, parse_constant=_refuse, parse_int=_whole)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _whole(digits: str) -> float:
    return int(digits) if len(digits) < LONGEST_NUMBER else float("inf")
