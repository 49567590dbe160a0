"""Native calls as models of the Hermes and Qwen families write them, read alike when sampled and when served.

<tool_call>{"name": …, "arguments": {…}}</tool_call>, any number of them; the last need not be closed, as in vLLM.
"""

from __future__ import annotations

import json
import re
from typing import Any

CALL = re.compile(r"<tool_call>\s*(.*?)\s*(?:</tool_call>|\Z)", re.DOTALL)


def read_message(text: str, reads_calls: bool) -> dict[str, Any]:
    """An assistant's message: its calls apart from the text before them, without ids.

    Where one call cannot be read, all of it is text: half of what was asked for is not what was asked for.
    """
    calls = [_call(found[1]) for found in CALL.finditer(text)] if reads_calls else []
    if not calls or None in calls:
        return {"role": "assistant", "content": text}
    return {"role": "assistant", "content": text[: text.index("<tool_call>")].strip(), "tool_calls": calls}


def _call(text: str) -> dict[str, Any] | None:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or not isinstance(read.get("name"), str) or "arguments" not in read:
        return None
    arguments = read["arguments"]
    written = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return {"type": "function", "function": {"name": read["name"], "arguments": written}}
