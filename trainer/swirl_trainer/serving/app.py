"""The HTTP application: health, models, and chat completions."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiohttp import web

from ..key import Key
from .batcher import Batcher, Limits, Waiting
from .http import LARGEST_BODY, ask_for_key, error_body, say_what_is_wrong
from .models import LoadedModel, Models
from .replies import ReplyWriter
from .request import ChatRequest, RequestError, read_request
from .sampling import Chosen

Pieces = asyncio.Queue[tuple[LoadedModel, str, list[Chosen]] | None]


def make_app(
    root: Path,
    *,
    device: str = "cpu",
    limits: Limits | None = None,
    kept_models: int = 3,
    key: Key | None = None,
) -> web.Application:
    """Serves every model below `root` under its path there, also those that are written later.

    With a key only requests that carry it; /health answers everybody.
    """
    server = _Server(Models(root, device, kept_models), limits or Limits())
    middlewares = [say_what_is_wrong, ask_for_key(key or Key(None))]
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=middlewares)
    app.router.add_get("/health", server.health)
    app.router.add_get("/v1/models", server.list_models)
    app.router.add_post("/v1/chat/completions", server.complete)
    app.cleanup_ctx.append(server.work)
    return app


class _Server:
    def __init__(self, models: Models, limits: Limits):
        self._models = models
        self._batcher = Batcher(self._models, limits)

    async def work(self, _app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._batcher.run())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "waiting": self._batcher.waiting})

    async def list_models(self, _request: web.Request) -> web.Response:
        data = [{"id": name, "object": "model", "owned_by": "swirl"} for name in self._models.names()]
        return web.json_response({"object": "list", "data": data})

    async def complete(self, http: web.Request) -> web.StreamResponse:
        try:
            body = await http.json()
        except ValueError as error:
            raise RequestError(f"The body is no JSON: {error}") from error
        request = read_request(body)
        self._models.folder_of(request.model)
        if request.is_streamed:
            return await self._stream(http, request)
        waiting = Waiting(request, None)
        self._batcher.add(waiting)
        try:
            model, reply = await waiting.reply
        finally:
            waiting.reply.cancel()
        return web.json_response(ReplyWriter(request).whole(reply, model.tokenizer))

    async def _stream(self, http: web.Request, request: ChatRequest) -> web.StreamResponse:
        pieces: Pieces = asyncio.Queue()
        waiting = Waiting(request, lambda *piece: pieces.put_nowait(piece))
        waiting.reply.add_done_callback(lambda _reply: pieces.put_nowait(None))
        self._batcher.add(waiting)
        try:
            return await _write_stream(http, waiting, pieces)
        finally:
            waiting.reply.cancel()


async def _write_stream(http: web.Request, waiting: Waiting, pieces: Pieces) -> web.StreamResponse:
    request = waiting.request
    writer = ReplyWriter(request)
    piece = await pieces.get()
    # An error before the first piece is answered with its status.
    if piece is None and (error := waiting.reply.exception()):
        raise error
    response = web.StreamResponse(headers={"content-type": "text/event-stream", "cache-control": "no-cache"})
    await response.prepare(http)
    while piece is not None:
        model, text, tokens = piece
        if request.tools is None:
            await _send(response, writer.piece(text, tokens, model.tokenizer))
        piece = await pieces.get()
    if error := waiting.reply.exception():
        await _send(response, {"error": error_body(error)})
    else:
        _, reply = waiting.reply.result()
        for last in writer.last_pieces(reply):
            await _send(response, last)
    await response.write(b"data: [DONE]\n\n")
    return response


async def _send(response: web.StreamResponse, piece: dict[str, Any]) -> None:
    await response.write(f"data: {json.dumps(piece, ensure_ascii=False)}\n\n".encode())
