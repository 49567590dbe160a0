"""Writes what a judge is sent: the twin of domain/judging/prompt.ts in the studio, tested by one table."""

from __future__ import annotations

import re
from typing import Any

from .js import stringify, trim

Json = dict[str, Any]
PLACES = re.compile(r"\{(question|context|action)\}")


def judge_messages(system_text: str, user_text: str, question: str, context: str, action: str) -> list[Json]:
    """The messages for one step. Places are filled in one pass: what is put in is never looked at again."""
    task = {"question": question, "context": context, "action": action}

    def fill(text: str) -> str:
        return PLACES.sub(lambda place: task[place[1]], text)

    user = {"role": "user", "content": fill(user_text)}
    return [user] if trim(system_text) == "" else [{"role": "system", "content": fill(system_text)}, user]


def context_text(messages: list[Json]) -> str:
    """A context as text, one block a message with an empty line between."""
    return "\n\n".join(f"{_head(message)}\n{message_body(message)}" for message in messages)


def message_body(message: Json) -> str:
    """What a message says: its reasoning, its text, and a line for each native tool call."""
    reasoning = message.get("reasoning_content") or ""
    calls = [
        f"Tool call: {call['function']['name']} {arguments_text(call)}" for call in message.get("tool_calls") or []
    ]
    thought = f"<think>\n{reasoning}\n</think>" if reasoning else ""
    return "\n".join(part for part in [thought, message_text(message), *calls] if part) or "(empty)"


def message_text(message: Json) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(part["text"] for part in parts if "text" in part)


def arguments_text(call: Json) -> str:
    given = call["function"].get("arguments")
    if isinstance(given, str):
        return given
    return "" if given is None else stringify(given)


def _head(message: Json) -> str:
    name = message.get("name")
    return f"[{message['role']}: {name}]" if name else f"[{message['role']}]"
