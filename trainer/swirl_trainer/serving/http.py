"""What the servers here share: the largest body, and how errors are answered."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable
from typing import Any

from aiohttp import web

from ..key import Key
from .request import RequestError

log = logging.getLogger("swirl_trainer.serve")
LARGEST_BODY = 64 * 1024 * 1024


def error_body(error: BaseException) -> dict[str, Any]:
    code = error.code if isinstance(error, RequestError) else None
    return {"message": str(error) or type(error).__name__, "type": type(error).__name__, "code": code}


@web.middleware
async def say_what_is_wrong(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except RequestError as error:
        headers = {"retry-after": "1"} if error.status in (429, 503) else {}
        return web.json_response({"error": error_body(error)}, status=error.status, headers=headers)
    except web.HTTPException as error:
        return web.json_response(
            {"error": {"message": error.reason, "type": "http", "code": None}}, status=error.status
        )
    except Exception as error:
        log.exception("A request failed")
        return web.json_response({"error": error_body(error)}, status=500)


def ask_for_key(key: Key) -> Callable[..., Any]:
    """Refuses what does not carry the key; /health says no more than that the server is up."""
    expected = key.headers().get("Authorization")

    @web.middleware
    async def ask(request: web.Request, handler: Any) -> web.StreamResponse:
        given = request.headers.get("Authorization", "")
        if expected is None or request.path == "/health" or hmac.compare_digest(given.encode(), expected.encode()):
            return await handler(request)
        raise RequestError("This server asks for a key, which the request does not carry.", status=401)

    return ask
