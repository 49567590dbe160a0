"""Reads exported sub-trajectories (docs/export.md in the studio) as contexts to sample at and actions to learn."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from transformers import PreTrainedTokenizerBase

from .chat_prompt import for_template, prompt_ids
from .config import DataConfig
from .failure import Failure

Json = dict[str, Any]
Item = TypeVar("Item")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One sub-trajectory: a context and the action recorded there."""

    prompt: list[Json]
    action: Json
    tools: list[Json] | None
    trajectory: int
    step: int
    question: int
    fingerprint: str
    """Equal for rows of the same context: messages and tools"""


@dataclass(frozen=True)
class Context:
    row: Row
    prompt_ids: list[int]


@dataclass(frozen=True)
class Action:
    row: Row
    prompt_ids: list[int]
    completion_ids: list[int]


@dataclass(frozen=True)
class Dropped:
    too_long: int = 0
    repeated: int = 0
    unrenderable: int = 0
    """Actions that the chat template does not write behind their context"""


def read_rows(path: Path) -> list[Row]:
    """Raises Failure where the file cannot be read or a line is no sub-trajectory."""
    try:
        rows = [_row(line, number) for number, line in _lines(path)]
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise Failure("data", f"The training data {path} cannot be read: {error}") from error
    if not rows:
        raise Failure("data", f"The training data {path} has no lines: choose another pool or filter mode.")
    return rows


def read_questions(path: Path) -> dict[int, str]:
    """The text of each question by its id."""
    try:
        records = [(number, json.loads(line)) for number, line in _lines(path)]
        return {int(record["question"]): clean(str(record["text"])) for _, record in records}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failure("data", f"The questions {path} cannot be read: {error}") from error


def distinct_contexts(rows: list[Row]) -> list[Row]:
    """One row of each context, the earliest."""
    first: dict[str, Row] = {}
    for row in sorted(rows, key=lambda each: (each.trajectory, each.step)):
        first.setdefault(row.fingerprint, row)
    return list(first.values())


def encode_contexts(
    rows: list[Row],
    tokenizer: PreTrainedTokenizerBase,
    config: DataConfig,
    longest: int,
    seed: int,
    arguments: Json | None = None,
) -> tuple[list[Context], Dropped]:
    """The distinct contexts as the model is served them. `longest`: prompt tokens for which an action has room.

    What is too long is left out first, and `max_contexts` drawn of the rest, as the studio's check counts.
    `arguments`: what the chat template is told beside them (model.template_arguments).
    """
    contexts = [Context(row, _prompt(tokenizer, row, arguments)) for row in distinct_contexts(rows)]
    short = [each for each in contexts if len(each.prompt_ids) <= min(config.max_context_tokens, longest)]
    kept = _drawn(short, config.max_contexts, seed, lambda each: each.row.fingerprint)
    return kept, Dropped(too_long=len(contexts) - len(short), repeated=len(rows) - len(contexts))


def encode_actions(
    rows: list[Row],
    tokenizer: PreTrainedTokenizerBase,
    config: DataConfig,
    longest: int,
    seed: int,
    end_tokens: Set[int],
    arguments: Json | None = None,
) -> tuple[list[Action], Dropped]:
    """Every row's action behind its context. `longest`: tokens of both that the model has room for.

    What cannot be learnt from is left out first, and `max_contexts` drawn of the rest.
    """
    usable: list[Action] = []
    too_long = unrenderable = 0
    for row in rows:
        prompt = _prompt(tokenizer, row, arguments)
        completion = completion_ids(tokenizer, row, end_tokens, arguments)
        if completion is None:
            unrenderable += 1
        elif len(prompt) > config.max_context_tokens or len(prompt) + len(completion) > longest:
            too_long += 1
        else:
            usable.append(Action(row, prompt, completion))
    kept = _drawn(usable, config.max_contexts, seed, lambda each: f"{each.row.trajectory} {each.row.step}")
    return kept, Dropped(too_long=too_long, unrenderable=unrenderable)


def completion_ids(
    tokenizer: PreTrainedTokenizerBase, row: Row, end_tokens: Set[int], arguments: Json | None = None
) -> list[int] | None:
    """The tokens of an action up to the end of its turn (the last of `end_tokens`), as they follow its prompt's tokens.

    The text is what the chat template writes for the action; the tokens are made of it apart from the prompt's, as in
    generation, so that no token reaches over the border. None where the template writes the context otherwise once an
    action follows it, or the action not as one that can be generated there.
    """
    prompt = [for_template(message) for message in row.prompt]
    given = {**(arguments or {}), "tools": row.tools or None, "tokenize": False}
    before = tokenizer.apply_chat_template(prompt, add_generation_prompt=True, **given)
    whole = tokenizer.apply_chat_template([*prompt, for_template(row.action)], **given)
    if not whole.startswith(before) or len(whole) == len(before):
        return None
    ids = tokenizer(whole[len(before) :], add_special_tokens=False)["input_ids"]
    ends = [at for at, token in enumerate(ids, 1) if token in end_tokens]
    # Templates put a line break behind the turn; no model is asked for it.
    return ids[: ends[-1]] if ends else ids or None


def clean(value: Any) -> Any:
    """The value with a replacement character for each half of a surrogate pair, which no tokenizer takes."""
    if isinstance(value, str):
        return LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, dict):
        return {clean(key): clean(each) for key, each in value.items()}
    return value


def _prompt(tokenizer: PreTrainedTokenizerBase, row: Row, arguments: Json | None) -> list[int]:
    try:
        return prompt_ids(tokenizer, row.prompt, row.tools, arguments)
    except Exception as error:  # templates raise what they like
        raise Failure(
            "data",
            f"The model's chat template does not take the context of trajectory {row.trajectory}, step {row.step}: "
            f"{' '.join(str(error).split())[:300]}",
        ) from error


def _drawn(items: list[Item], limit: int | None, seed: int, name: Callable[[Item], str]) -> list[Item]:
    """In the order of a hash, so that a limit takes the same ones each time, whatever order they come in."""

    def rank(item: Item) -> str:
        return hashlib.sha256(f"{seed} {name(item)}".encode()).hexdigest()

    return sorted(items, key=rank)[:limit]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, line


def _row(line: str, number: int) -> Row:
    try:
        record = clean(json.loads(line))
        (action,) = record["completion"]
        tools = json.loads(record["tools"]) if record.get("tools") else None
        context = json.dumps([record["prompt"], tools], sort_keys=True, separators=(",", ":"))
        return Row(
            prompt=record["prompt"],
            action=action,
            tools=tools,
            trajectory=int(record["trajectory"]),
            step=int(record["step"]),
            question=int(record["question"]),
            fingerprint=hashlib.sha256(context.encode()).hexdigest()[:16],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Failure("data", f"Line {number} of the training data is no sub-trajectory: {error!r}") from error
