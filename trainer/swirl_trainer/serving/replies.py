"""Replies in OpenAI's words: whole, and in pieces."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from transformers import PreTrainedTokenizerBase

from swirl_trainer.tool_calls import read_message

from .generate import Reply
from .request import ChatRequest
from .sampling import Chosen

Json = dict[str, Any]


class ReplyWriter:
    """Writes the reply to one request."""

    def __init__(self, request: ChatRequest):
        self._request = request
        self._id = f"chatcmpl-{uuid4().hex}"
        self._created = int(time.time())

    def whole(self, reply: Reply, tokenizer: PreTrainedTokenizerBase) -> Json:
        message = self._message(reply)
        choice = {"index": 0, "message": message, **_ending(reply, message)}
        if self._request.sampling.top_logprobs is not None:
            choice["logprobs"] = logprobs_of(reply.tokens, tokenizer)
        return {**self._head("chat.completion"), "choices": [choice], "usage": _usage(reply)}

    def piece(self, text: str, tokens: list[Chosen], tokenizer: PreTrainedTokenizerBase) -> Json:
        choice: Json = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
        if self._request.sampling.top_logprobs is not None:
            choice["logprobs"] = logprobs_of(tokens, tokenizer)
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def last_pieces(self, reply: Reply) -> list[Json]:
        """How it ended. Where tools were offered, also what it says: text that turns out to be calls is no text."""
        message = self._message(reply)
        delta = {"role": "assistant"} if self._request.tools is None else dict(message)
        if "tool_calls" in message:
            delta["tool_calls"] = [{"index": at, **call} for at, call in enumerate(message["tool_calls"])]
        head = self._head("chat.completion.chunk")
        pieces = [{**head, "choices": [{"index": 0, "delta": delta, **_ending(reply, message)}]}]
        if self._request.usage_in_stream:
            pieces.append({**head, "choices": [], "usage": _usage(reply)})
        return pieces

    def _message(self, reply: Reply) -> Json:
        message = read_message(reply.text, self._request.tools is not None)
        if "tool_calls" in message:
            message["tool_calls"] = [{"id": f"call_{uuid4().hex[:16]}", **call} for call in message["tool_calls"]]
        return message

    def _head(self, kind: str) -> Json:
        return {"id": self._id, "object": kind, "created": self._created, "model": self._request.model}


def logprobs_of(tokens: list[Chosen], tokenizer: PreTrainedTokenizerBase) -> Json:
    def one(token: int, logprob: float | None) -> Json:
        text = tokenizer.decode([token])
        return {"token": text, "logprob": logprob, "bytes": list(text.encode())}

    return {
        "content": [
            {**one(chosen.token, chosen.logprob), "top_logprobs": [one(token, value) for token, value in chosen.top]}
            for chosen in tokens
        ]
    }


def _ending(reply: Reply, message: Json) -> Json:
    finish_reason = "tool_calls" if "tool_calls" in message else reply.finish_reason
    return {"finish_reason": finish_reason, "stop_reason": reply.stop_reason}


def _usage(reply: Reply) -> Json:
    total = reply.prompt_tokens + reply.completion_tokens
    return {
        "prompt_tokens": reply.prompt_tokens,
        "completion_tokens": reply.completion_tokens,
        "total_tokens": total,
    }
