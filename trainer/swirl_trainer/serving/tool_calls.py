"""Calls by the protocol itself, as models of the Hermes and Qwen families write them: <tool_call>{…}</tool_call>."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

CALL = re.compile(r"<tool_call>\s*(.*?)\s*(?:</tool_call>|$)", re.DOTALL)


def message_of(text: str, reads_calls: bool) -> dict[str, Any]:
    """The assistant message of a reply. Text that looks like a call but cannot be read stays text."""
    calls = [call for found in CALL.finditer(text) if (call := _call(found[1]))] if reads_calls else []
    if not calls:
        return {"role": "assistant", "content": text}
    return {"role": "assistant", "content": text[: text.index("<tool_call>")].strip(), "tool_calls": calls}


def _call(text: str) -> dict[str, Any] | None:
    try:
        read = json.loads(text)
    except ValueError:
        return None
    if not isinstance(read, dict) or not isinstance(read.get("name"), str):
        return None
    arguments = read.get("arguments", {})
    written = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return {
        "id": f"call_{uuid4().hex[:16]}",
        "type": "function",
        "function": {"name": read["name"], "arguments": written},
    }
