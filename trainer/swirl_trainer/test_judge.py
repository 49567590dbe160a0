"""The judge is asked patiently and once a step, against a real server on loopback."""

import asyncio
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from aiohttp import web

from swirl_trainer import judge as judging
from swirl_trainer.config import JudgeReward, LinesGrammar, RulingWords
from swirl_trainer.failure import Failure
from swirl_trainer.judge import Judge

GRAMMAR = LinesGrammar("lines", RulingWords(["reasonable"], ["unreasonable"]), "Ruling")
REWARD = JudgeReward("judge", "", GRAMMAR, "http://127.0.0.1:1/v1", "judge", "{question}|{context}|{action}")

# With characters that JSON writes otherwise
KEY = 'sk-te/st"0123456789'


@contextmanager
def serving(answer, headers=None):
    """A judge in a thread of its own; `answer(body, nth)` gives a reply's text or a response. Yields URL and bodies.

    The headers of each request are added to `headers`.
    """
    bodies = []

    async def complete(request):
        bodies.append(await request.json())
        if headers is not None:
            headers.append(request.headers)
        given = answer(bodies[-1], len(bodies))
        if asyncio.iscoroutine(given):
            given = await given
        if isinstance(given, web.Response):
            return given
        return web.json_response({"choices": [{"message": {"role": "assistant", "content": given}}]})

    loop = asyncio.new_event_loop()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", complete)
    runner = web.AppRunner(app)

    async def start():
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()

    loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1", bodies
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr(judging, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(judging, "LONGEST_WAIT", 0.05)


def rate(reward, *actions):
    """The ratings, and what people were told."""
    warnings = []

    async def run():
        judge = Judge(reward, warnings.append)
        try:
            return await asyncio.gather(*(judge.rate("q", "c", action) for action in actions))
        finally:
            await judge.close()

    return asyncio.run(run()), warnings


def ruling(body, nth):
    return f"So.\nRuling: {'unreasonable' if 'bad' in body['messages'][-1]['content'] else 'reasonable'}"


def test_asks_with_the_template_and_each_step_once():
    with serving(ruling) as (url, bodies):
        reward = replace(REWARD, base_url=url, system_text="Judge.", extra_body={"top_k": 1, "max_tokens": None})
        ratings, warnings = rate(reward, "good", "bad", "good", "good")
    assert (ratings, warnings, len(bodies)) == ([1, -1, 1, 1], [], 2)
    assert bodies[0]["messages"] == [
        {"role": "system", "content": "Judge."},
        {"role": "user", "content": "q|c|good"},
    ]
    assert bodies[0]["top_k"] == 1 and bodies[0]["temperature"] == 0 and "max_tokens" not in bodies[0]


def test_never_asks_more_at_once_than_it_may():
    running, most = 0, 0

    async def slowly():
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        running -= 1
        return "Ruling: reasonable"

    with serving(lambda body, nth: slowly()) as (url, _):
        ratings, _ = rate(replace(REWARD, base_url=url, concurrency=3), *map(str, range(12)))
    assert ratings == [1] * 12 and most == 3


def test_asks_as_many_at_once_as_it_may():
    arrived, everybody = 0, asyncio.Event()

    async def once_all_are_here():
        nonlocal arrived
        arrived += 1
        if arrived == 150:
            everybody.set()
        await everybody.wait()
        return "Ruling: reasonable"

    with serving(lambda body, nth: once_all_are_here()) as (url, _):
        reward = replace(REWARD, base_url=url, concurrency=150, retries=0, timeout_seconds=5)
        assert rate(reward, *map(str, range(150))) == ([1] * 150, [])


def test_asks_again_for_what_cannot_be_read():
    with serving(lambda body, nth: "Hm." if nth < 3 else "Ruling: unreasonable") as (url, bodies):
        assert rate(replace(REWARD, base_url=url), "a") == ([-1], [])
    assert len({body["seed"] for body in bodies}) == 3 and bodies[1]["temperature"] == 0.5
    with serving(lambda body, nth: "Hm.") as (url, bodies):
        ratings, warnings = rate(replace(REWARD, base_url=url, parse_retries=1), "a", "b")
    assert ratings == [None, None] and len(bodies) == 4 and len(warnings) == 1


def test_goes_on_once_the_judge_is_back():
    def shaky(body, nth):
        return [
            web.Response(status=500),
            web.Response(status=429, headers={"Retry-After": "0.1"}),
            "Ruling: reasonable",
        ][min(nth, 3) - 1]

    with serving(shaky) as (url, bodies):
        begun = time.monotonic()
        assert rate(replace(REWARD, base_url=url), "a") == ([1], [])
        assert time.monotonic() - begun > 0.1 and len(bodies) == 3


@pytest.mark.parametrize(
    "answer",
    [
        lambda body, nth: web.Response(status=503),
        lambda body, nth: web.Response(text="<html>"),
        lambda body, nth: web.json_response({"choices": []}),
        lambda body, nth: asyncio.sleep(1),
    ],
    ids=["down", "no JSON", "no choice", "silent"],
)
def test_a_judge_that_stays_away_gives_no_reward_and_one_warning(answer):
    with serving(answer) as (url, bodies):
        reward = replace(REWARD, base_url=url, retries=2, timeout_seconds=0.2)
        ratings, warnings = rate(reward, "a", "b", "c")
    assert ratings == [None] * 3 and len(warnings) == 1 and "3 times" in warnings[0]
    assert len(bodies) == 9


def test_nobody_listens():
    ratings, warnings = rate(replace(REWARD, retries=1), "a")
    assert ratings == [None] and len(warnings) == 1 and "2 times in a row: Connection refused." in warnings[0]


def test_a_step_without_a_ruling_is_asked_about_again():
    async def twice(url):
        judge = Judge(replace(REWARD, base_url=url, retries=0), lambda message: None)
        ratings = [await judge.rate("q", "c", "a") for _ in range(3)]
        await judge.close()
        return ratings, judge.calls

    with serving(lambda body, nth: web.Response(status=500) if nth == 1 else "Ruling: reasonable") as (url, _):
        assert asyncio.run(twice(url)) == ([None, 1, 1], 2)


def test_what_is_refused_has_no_reward():
    with serving(lambda body, nth: web.Response(status=400, text="maximum context length is 10")) as (url, bodies):
        ratings, warnings = rate(replace(REWARD, base_url=url), "a", "b")
    assert ratings == [None, None] and len(bodies) == 2 and "too long" in warnings[0] and len(warnings) == 1


def test_a_wrong_judge_ends_the_run_before_it_learns_nothing():
    with serving(lambda body, nth: web.Response(status=404, text="no such model")) as (url, _):
        with pytest.raises(Failure, match="no such model") as failure:
            rate(replace(REWARD, base_url=url), "a")
    assert failure.value.kind == "config"


def test_the_key_comes_from_the_environment(monkeypatch):
    with pytest.raises(Failure, match="SWIRL_TEST_KEY"):
        rate(replace(REWARD, key_variable="SWIRL_TEST_KEY"), "a")
    monkeypatch.setenv("SWIRL_TEST_KEY", f" {KEY}\n")
    headers = []
    with serving(ruling, headers) as (url, _):
        assert rate(replace(REWARD, base_url=url, key_variable="SWIRL_TEST_KEY"), "a")[0] == [1]
    assert [each["Authorization"] for each in headers] == [f"Bearer {KEY}"]


@pytest.mark.parametrize("key", [" \n", "two words", "line\nbreak", "schlüssel"])
def test_a_key_that_cannot_be_sent_ends_the_run(monkeypatch, key):
    monkeypatch.setenv("SWIRL_TEST_KEY", key)
    with pytest.raises(Failure, match="SWIRL_TEST_KEY") as failure:
        rate(replace(REWARD, key_variable="SWIRL_TEST_KEY"), "a")
    assert failure.value.kind == "config" and (not key.strip() or key not in str(failure.value))


@pytest.mark.parametrize(
    "answer",
    [
        lambda body, nth: f"Your key is {KEY}.",
        lambda body, nth: f"{KEY}{'x' * 190}",
        lambda body, nth: web.Response(status=500, text=f"{'x' * 270} Bearer {KEY}"),
        lambda body, nth: web.Response(status=400, text=f"No such key: {KEY}"),
        lambda body, nth: web.Response(text=f"{'x' * 170} {KEY}"),
        lambda body, nth: web.json_response({"headers": {"Authorization": f"Bearer {KEY}"}}),
        lambda body, nth: web.Response(text=json.dumps([KEY]).replace("/", "\\/")),
    ],
    ids=["reply", "cut reply", "failing", "refusing", "no JSON", "no choice", "slashes escaped"],
)
def test_no_warning_has_the_key_that_the_judge_sends_back(monkeypatch, answer):
    monkeypatch.setenv("SWIRL_TEST_KEY", KEY)
    with serving(answer) as (url, _):
        reward = replace(REWARD, base_url=url, key_variable="SWIRL_TEST_KEY", retries=0, parse_retries=0)
        ratings, (warning,) = rate(reward, "a")
    assert ratings == [None] and not any(part in warning for part in ("sk-t", "0123"))


def test_no_failure_has_the_key_that_the_judge_sends_back(monkeypatch):
    monkeypatch.setenv("SWIRL_TEST_KEY", KEY)
    with serving(lambda body, nth: web.Response(status=401, text=f"Wrong key {KEY}")) as (url, _):
        with pytest.raises(Failure, match=r"Wrong key \[key\]"):
            rate(replace(REWARD, base_url=url, key_variable="SWIRL_TEST_KEY"), "a")
