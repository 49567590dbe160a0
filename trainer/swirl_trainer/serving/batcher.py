"""Gathers requests that wait into batches: while one batch is generated the next one fills up."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import torch

from swirl_trainer.chat_prompt import prompt_ids

from .generate import Reply, Row, generate
from .models import LoadedModel, Models
from .request import ChatRequest, RequestError
from .sampling import Chosen

# After a batch its clients ask again within moments: waiting for them makes the next batch full.
GATHER_SECONDS = 0.004


OnText = Callable[[LoadedModel, str, list[Chosen]], None]


class Waiting:
    """A request in the queue, its reply to come, and how its pieces are heard of (in the server's loop)."""

    def __init__(self, request: ChatRequest, on_text: OnText | None):
        self.request = request
        self.reply: asyncio.Future[tuple[LoadedModel, Reply]] = asyncio.get_running_loop().create_future()
        self._loop = asyncio.get_running_loop()
        self._on_text = on_text

    def row(self, model: LoadedModel, prompt: list[int]) -> Row:
        row = Row(prompt, self.request.sampling, is_cancelled=self.reply.cancelled)
        if self._on_text is not None:
            row.on_text = lambda piece, tokens: self._call(self._on_text, model, piece, tokens)
        return row

    def answer(self, model: LoadedModel, reply: Reply) -> None:
        self._call(lambda: self.reply.done() or self.reply.set_result((model, reply)))

    def fail(self, error: Exception) -> None:
        self._call(lambda: self.reply.done() or self.reply.set_exception(error))

    def _call(self, function: Callable, *given: object) -> None:
        self._loop.call_soon_threadsafe(function, *given)


@dataclass(frozen=True)
class Limits:
    batch: int = 64
    queue: int = 2048


class Batcher:
    """One batch at a time, in a thread of its own; models take turns by who has waited longest."""

    def __init__(self, models: Models, limits: Limits):
        self._models = models
        self._limits = limits
        self._queue: deque[Waiting] = deque()
        self._has_work = asyncio.Event()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="generate")

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def add(self, waiting: Waiting) -> None:
        """Raises RequestError (429) where too many wait already."""
        if len(self._queue) >= self._limits.queue:
            raise RequestError("Too many requests wait already: ask again in a moment.", status=429, code="queue_full")
        self._queue.append(waiting)
        self._has_work.set()

    async def run(self) -> None:
        """Works until it is cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await self._has_work.wait()
            await asyncio.sleep(GATHER_SECONDS)
            batch = self._take_batch()
            if batch:
                await loop.run_in_executor(self._thread, self._work, batch)

    def _take_batch(self) -> list[Waiting]:
        alive = [waiting for waiting in self._queue if not waiting.reply.done()]
        batch = [waiting for waiting in alive if waiting.request.model == alive[0].request.model][: self._limits.batch]
        taken = set(map(id, batch))
        self._queue = deque(waiting for waiting in alive if id(waiting) not in taken)
        if not self._queue:
            self._has_work.clear()
        return batch

    def _work(self, batch: list[Waiting]) -> None:
        """Nothing that goes wrong here may end the thread: each request is answered, or told why not."""
        try:
            model = self._models.get(batch[0].request.model)
            ready = [(waiting, prompt) for waiting in batch if (prompt := _prompt(model, waiting)) is not None]
            if ready:
                _generate(model, ready)
        except Exception as error:
            for waiting in batch:
                waiting.fail(error)


def _generate(model: LoadedModel, ready: list[tuple[Waiting, list[int]]]) -> None:
    rows = [waiting.row(model, prompt) for waiting, prompt in ready]
    try:
        generate(model, rows, lambda number, reply: ready[number][0].answer(model, reply))
    except torch.OutOfMemoryError:
        if len(ready) == 1:
            raise
        torch.cuda.empty_cache()
        # A reply that was streamed in part cannot begin anew; those that are done are not asked again.
        half = len(ready) // 2
        for part in (ready[:half], ready[half:]):
            left = [(waiting, prompt) for waiting, prompt in part if not waiting.reply.done()]
            if left:
                _generate(model, left)


def _prompt(model: LoadedModel, waiting: Waiting) -> list[int] | None:
    """The prompt's tokens; null after the request was told what is wrong with it."""
    request = waiting.request
    try:
        prompt = prompt_ids(model.tokenizer, request.messages, request.tools, request.template_arguments)
    except Exception as error:  # a template may refuse messages with any error
        waiting.fail(RequestError(f"The model's chat template does not take these messages: {error}"))
        return None
    if 0 < len(prompt) < model.context_length:
        return prompt
    waiting.fail(
        RequestError(
            f"This model's maximum context length is {model.context_length} tokens. "
            f"The messages have {len(prompt)} tokens, and the reply needs at least one.",
            code="context_length_exceeded",
        )
    )
    return None
