"""The teacher's reply in OpenAI's words: a sentence of reason, then its ruling on a line of its own."""

from __future__ import annotations

import math
import re
import time
from typing import Any
from uuid import uuid4

from .ruling import Ruling

Json = dict[str, Any]
WORDS = {True: "reasonable", False: "unreasonable"}


def reply_text(ruling: Ruling) -> str:
    return f"{ruling.reason}\nRuling: {WORDS[ruling.is_reasonable]}"


def completion(model: str, prompt: str, ruling: Ruling, confidence: float, top_logprobs: int | None) -> Json:
    text = reply_text(ruling)
    choice: Json = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    if top_logprobs is not None:
        choice["logprobs"] = {"content": _logprobs(text, ruling, confidence, top_logprobs)}
    read, written = len(prompt.split()), len(text.split())
    usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    return {**_head(model, "chat.completion"), "choices": [choice], "usage": usage}


def pieces(whole: Json) -> list[Json]:
    """The same reply for a client that asked for a stream."""
    [choice] = whole["choices"]
    delta = {**{name: value for name, value in choice.items() if name != "message"}, "delta": choice["message"]}
    head = {**whole, "object": "chat.completion.chunk"}
    return [{**head, "choices": [delta], "usage": None}, {**head, "choices": []}]


def _head(model: str, kind: str) -> Json:
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": int(time.time()), "model": model}


def _logprobs(text: str, ruling: Ruling, confidence: float, count: int) -> list[Json]:
    """A token a word with the space before it; only of the last, the ruling, is the teacher in any doubt."""
    *sure, last = re.findall(r"\s*\S+", text)
    places = [_place(token, [(token, 0.0)], count) for token in sure]
    both = [(last, math.log(confidence)), (f" {WORDS[not ruling.is_reasonable]}", math.log(1 - confidence))]
    return [*places, _place(last, both, count)]


def _place(token: str, top: list[tuple[str, float]], count: int) -> Json:
    listed = [{"token": one, "logprob": value, "bytes": list(one.encode())} for one, value in top]
    return {**listed[0], "top_logprobs": listed[:count]}
