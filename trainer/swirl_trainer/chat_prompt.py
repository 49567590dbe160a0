"""Turns messages into prompt tokens exactly as a server does, for generation and for training alike."""

from __future__ import annotations

import json
from typing import Any

from transformers import PreTrainedTokenizerBase

Json = dict[str, Any]


def prompt_ids(
    tokenizer: PreTrainedTokenizerBase, messages: list[Json], tools: list[Json] | None, arguments: Json | None = None
) -> list[int]:
    """The tokens before the next action: the model's chat template over the messages, its turn opened.

    `arguments`: what else the template is told, as a request's chat_template_kwargs.
    Raises whatever the template raises on messages that it does not take.
    """
    text = tokenizer.apply_chat_template(
        [for_template(message) for message in messages],
        tools=tools or None,
        add_generation_prompt=True,
        tokenize=False,
        **(arguments or {}),
    )
    # The template writes the special tokens itself.
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def for_template(message: Json) -> Json:
    """A message as chat templates expect it: text for content, and the arguments of calls as objects (as vLLM does)."""
    changed = {**message, "content": _text(message.get("content"))}
    if message.get("tool_calls"):
        changed["tool_calls"] = [_with_object(call) for call in message["tool_calls"]]
    return changed


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(part.get("text") or "" for part in content if isinstance(part, dict))
    return "" if content is None else str(content)


def _with_object(call: Json) -> Json:
    function = call.get("function") or {}
    arguments = function.get("arguments")
    if not isinstance(arguments, str):
        return call
    try:
        parsed = json.loads(arguments or "{}")
    except ValueError:
        return call
    return {**call, "function": {**function, "arguments": parsed}}
