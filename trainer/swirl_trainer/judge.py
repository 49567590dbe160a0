"""Asks a judge behind an OpenAI-compatible endpoint for rulings: patiently, and never twice for the same step."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import re
import time
from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from .config import JudgeReward
from .failure import Failure
from .key import Key
from .prompt import judge_messages
from .reply import parse_reply

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
# A judge that always says the likeliest word would repeat itself: asked again, it may say another.
RETRY_TEMPERATURE = 0.5
ABOUT_EVERY_REQUEST = {401, 402, 403, 404, 405}
TOO_LONG = re.compile(r"context.{0,40}(length|size|window)|prompt (is )?too long|max(imum)? (model )?length", re.I)


class Refused(Exception):
    """The endpoint will never answer this request."""


@dataclass
class Passing(Exception):
    """The same request may succeed later; `after`: seconds the endpoint wants to be left alone."""

    message: str
    after: float = 0.0


class Judge:
    """One judge over a whole run. To be used within one event loop. `warn` tells people, at most once an outage."""

    def __init__(self, reward: JudgeReward, warn: Callable[[str], None]):
        self._reward = reward
        self._warn = warn
        self._url = f"{reward.base_url.rstrip('/')}/chat/completions"
        self._key = Key(reward.key_variable)
        self._ruled: dict[str, asyncio.Task[int | None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._turn: asyncio.Semaphore | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._random = random.Random(reward.seed)
        self._rest_until = 0.0
        self._has_answered = False
        self._warned: set[str] = set()
        self.calls = 0

    async def rate(self, question: str, context: str, action: str) -> int | None:
        """1 reasonable, 0 neutral, -1 unreasonable; None where no ruling could be had. Raises Failure where the
        endpoint, which never gave an answer, says that it is the wrong one."""
        messages = judge_messages(self._reward.system_text, self._reward.user_text, question, context, action)
        key = hashlib.sha256(repr(messages).encode("utf-8", "replace")).hexdigest()
        known = self._ruled.get(key)
        if known is None:
            known = self._ruled[key] = asyncio.ensure_future(self._rule(messages, key))
        rating = await asyncio.shield(known)
        if rating is None:
            # Asked again when it comes again: the judge may have recovered by then.
            self._ruled.pop(key, None)
        return rating

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def close_from_outside(self) -> None:
        """For a thread other than the event loop's. Waits a moment at most."""
        if self._loop is not None and self._loop.is_running():
            closed = asyncio.run_coroutine_threadsafe(self.close(), self._loop)
            wait([closed], timeout=1)

    async def _rule(self, messages: list[dict], key: str) -> int | None:
        text = ""
        for attempt in range(self._reward.parse_retries + 1):
            try:
                text = await self._ask(messages, f"{key} {attempt}", attempt)
            except (Refused, Passing) as error:
                self._warn_once("down" if isinstance(error, Passing) else "refused", str(error))
                return None
            parsed = parse_reply(self._reward.grammar, text)
            if parsed is not None:
                return parsed.rating
        words = self._key.cut_from(text)[-200:]
        self._warn_once("unreadable", f"The judge gave no ruling that could be read. Its last words: {words!r}")
        return None

    async def _ask(self, messages: list[dict], place: str, attempt: int) -> str:
        """The reply's text. Raises Passing once all retries are used up, and Refused."""
        body = self._body(messages, place, attempt)
        for tries in range(self._reward.retries + 1):
            try:
                text = await self._send(body)
            except Passing as error:
                if tries == self._reward.retries:
                    raise Passing(
                        f"The judge at {self._url} has not answered {tries + 1} times in a row: {error.message} "
                        "Actions stay without a reward until it does."
                    ) from error
                span = min(LONGEST_WAIT, FIRST_WAIT * 2**tries)
                await asyncio.sleep(error.after + span * (0.8 + 0.4 * self._random.random()))
            else:
                self._has_answered = True
                self._warned.discard("down")
                return text
        raise AssertionError("every try returns or raises")

    def _body(self, messages: list[dict], place: str, attempt: int) -> dict[str, Any]:
        reward = self._reward
        digest = hashlib.sha256(f"{reward.seed} {place}".encode()).digest()
        fields = {
            "model": reward.model,
            "temperature": reward.temperature if attempt == 0 else max(reward.temperature, RETRY_TEMPERATURE),
            "max_tokens": reward.max_tokens,
            "seed": int.from_bytes(digest[:4], "big") & 0x7FFF_FFFF,
            **reward.extra_body,
            "messages": messages,
            "stream": False,
        }
        return {name: value for name, value in fields.items() if value is not None}

    async def _send(self, body: dict[str, Any]) -> str:
        if self._session is None or self._turn is None:
            timeout = aiohttp.ClientTimeout(total=self._reward.timeout_seconds)
            # What waits for a connection would use up its time: there is one for each request that may be sent.
            connector = aiohttp.TCPConnector(limit=self._reward.concurrency)
            self._session = aiohttp.ClientSession(timeout=timeout, headers=self._key.headers(), connector=connector)
            self._turn = asyncio.Semaphore(self._reward.concurrency)
            self._loop = asyncio.get_running_loop()
        async with self._turn:
            await asyncio.sleep(max(0.0, self._rest_until - time.monotonic()))
            self.calls += 1
            try:
                async with self._session.post(self._url, json=body, allow_redirects=False) as response:
                    text = (await response.read()).decode("utf-8", "replace")
                    self._check(response, text)
                    return self._content(text)
            except asyncio.TimeoutError as error:
                raise Passing(f"It gave no reply within {self._reward.timeout_seconds:g} seconds.") from error
            except (aiohttp.ClientError, OSError) as error:
                raise Passing(f"{self._key.cut_from(_reason(error))}.") from error

    def _check(self, response: aiohttp.ClientResponse, text: str) -> None:
        if response.status == 200:
            return
        said = f"It answered {response.status}: {' '.join(self._key.cut_from(text).split())[:300]}"
        if response.status != 429 and TOO_LONG.search(text):
            raise Refused(f"Actions whose context is too long for the judge stay without a reward. {said}")
        if response.status < 400 or response.status in ABOUT_EVERY_REQUEST:
            if not self._has_answered:
                raise Failure("config", f"The judge at {self._url} cannot be used. {said}")
            raise Passing(said)
        if response.status in (408, 429) or response.status >= 500:
            after = _retry_after(response.headers.get("Retry-After"))
            self._rest_until = max(self._rest_until, time.monotonic() + after)
            raise Passing(said, after)
        raise Refused(f"The judge refuses some actions, which stay without a reward. {said}")

    def _content(self, text: str) -> str:
        """The text of the first choice. Raises Passing where the body is no completion."""
        try:
            content = json.loads(text)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise Passing(f"Its reply is no completion: {self._key.cut_from(text)[:200]!r}") from error
        if isinstance(content, list):
            return "\n".join(part.get("text") or "" for part in content if isinstance(part, dict))
        return content if isinstance(content, str) else ""

    def _warn_once(self, kind: str, message: str) -> None:
        if kind not in self._warned:
            self._warned.add(kind)
            self._warn(message)


def _reason(error: Exception) -> str:
    """The system's own word where it has one: aiohttp tells of sockets and tuples."""
    number = error.os_error.errno if isinstance(error, aiohttp.ClientConnectorError) else None
    # Where a name is not known the number is negative, and none of the system's.
    return os.strerror(number) if number and number > 0 else str(error) or type(error).__name__


def _retry_after(value: str | None) -> float:
    """Seconds of a Retry-After header, an hour at most."""
    if value is None:
        return 0.0
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, TypeError):
            return 0.0
    return min(max(seconds, 0.0), 3_600.0) if seconds == seconds else 0.0
