"""What a chat completion request asks for, read from its JSON body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from swirl_trainer.template_arguments import reserved_among

Json = dict[str, Any]


class RequestError(Exception):
    """A request that is answered with an error: status, OpenAI's error code, and a sentence."""

    def __init__(self, message: str, *, status: int = 400, code: str | None = None):
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Sampling:
    """How one reply is sampled. Temperature 0 takes the likeliest token each time."""

    temperature: float = 1.0
    top_p: float = 1.0
    top_k: int = 0
    max_tokens: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    keep_stop: bool = False
    top_logprobs: int | None = None


@dataclass(frozen=True)
class ChatRequest:
    model: str
    messages: list[Json]
    tools: list[Json] | None
    template_arguments: Json
    sampling: Sampling
    is_streamed: bool
    usage_in_stream: bool


def read_request(body: Any) -> ChatRequest:
    """Reads a body; what is missing takes OpenAI's default. Raises RequestError with what is wrong."""
    if not isinstance(body, dict):
        raise RequestError("The body is no JSON object.")
    model = body.get("model")
    if not isinstance(model, str) or model == "":
        raise RequestError("Say which model: /v1/models lists them.", code="missing_model")
    if body.get("n") not in (None, 1):
        raise RequestError("This server gives one choice a request: leave out n.")
    options = body.get("stream_options")
    return ChatRequest(
        model=model,
        messages=_messages(body.get("messages")),
        tools=_list_of_objects(body, "tools") or None,
        template_arguments=_template_arguments(body.get("chat_template_kwargs")),
        sampling=_sampling(body),
        is_streamed=body.get("stream") is True,
        usage_in_stream=isinstance(options, dict) and options.get("include_usage") is True,
    )


def _sampling(body: Json) -> Sampling:
    default = Sampling()
    limit = "max_tokens" if body.get("max_tokens") is not None else "max_completion_tokens"
    wants_logprobs = body.get("logprobs") is True or body.get("top_logprobs") is not None
    return Sampling(
        temperature=_number(body, "temperature", 0, 100, default.temperature),
        top_p=_number(body, "top_p", 0, 1, default.top_p),
        top_k=max(0, int(_number(body, "top_k", -1, 1e9, default.top_k))),
        max_tokens=int(_number(body, limit, 1, 1e9, 0)) or None,
        seed=None if body.get("seed") is None else int(_number(body, "seed", -(2**63), 2**64, 0)),
        stop=_stop(body.get("stop")),
        keep_stop=body.get("include_stop_str_in_output") is True,
        top_logprobs=int(_number(body, "top_logprobs", 0, 20, 0)) if wants_logprobs else None,
    )


def _number(body: Json, name: str, least: float, most: float, default: float) -> float:
    value = body.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise RequestError(f"{name} has to be a number from {least:g} to {most:g}.")
    return value


def _stop(value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RequestError("stop has to be a text or a list of texts.")
    return tuple(text for text in texts if text)


def _list_of_objects(body: Json, name: str) -> list[Json]:
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise RequestError(f"{name} has to be a list of objects.")
    return value


def _template_arguments(value: Any) -> Json:
    if value is not None and not isinstance(value, dict):
        raise RequestError("chat_template_kwargs has to be an object.")
    if reserved := reserved_among(value or {}):
        raise RequestError(
            f"chat_template_kwargs cannot have {', '.join(reserved)}: the server itself says what it is."
        )
    return value or {}


def _messages(value: Any) -> list[Json]:
    if not isinstance(value, list) or not value:
        raise RequestError("messages has to be a list with at least one message.")
    for message in value:
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise RequestError("Each message needs a role.")
    return value
