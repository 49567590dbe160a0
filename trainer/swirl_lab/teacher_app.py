"""The teacher as an OpenAI-compatible endpoint."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from swirl_trainer.serving.http import LARGEST_BODY, say_what_is_wrong
from swirl_trainer.serving.request import ChatRequest, RequestError, read_request

from .judge_prompt import read_prompt
from .ruling import Ruling
from .teacher import Teacher
from .teacher_reply import completion, pieces

# The second errs elsewhere than the first; the third rules by lot; the last never errs.
NAMES = ("teacher", "teacher-2", "shuffled", "exact")


def make_teacher_app(teacher: Teacher, error_rates: Mapping[str, float] | None = None) -> web.Application:
    """`error_rates`: those of judges that do not err as often as `teacher`, by name."""
    judges = {name: _judge(teacher, name, (error_rates or {}).get(name)) for name in NAMES}

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", **dataclasses.asdict(teacher)})

    async def models(_request: web.Request) -> web.Response:
        data = [{"id": name, "object": "model", "owned_by": "swirl-lab"} for name in NAMES]
        return web.json_response({"object": "list", "data": data})

    async def complete(http: web.Request) -> web.Response:
        try:
            request = read_request(await http.json())
        except ValueError as error:
            raise RequestError(f"The body is no JSON: {error}") from error
        reply = _answer(judges, request)
        if not request.is_streamed:
            return web.json_response(reply)
        events = [*map(json.dumps, pieces(reply)), "[DONE]"]
        return web.Response(text="".join(f"data: {event}\n\n" for event in events), content_type="text/event-stream")

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[say_what_is_wrong])
    app.router.add_get("/health", health)
    app.router.add_get("/v1/models", models)
    app.router.add_post("/v1/chat/completions", complete)
    return app


def _answer(judges: Mapping[str, Teacher], request: ChatRequest) -> dict[str, Any]:
    judge = judges.get(request.model)
    if judge is None:
        raise RequestError(
            f"There is no judge of this name: choose {', '.join(NAMES)}.", status=404, code="model_not_found"
        )
    text = str(request.messages[-1].get("content") or "")
    ruling = _rule(judge, request.model, text)
    return completion(request.model, text, ruling, judge.confidence(ruling), request.sampling.top_logprobs)


def _judge(teacher: Teacher, name: str, error_rate: float | None) -> Teacher:
    if name == "shuffled":
        return dataclasses.replace(teacher, is_shuffled=True)
    if name == "exact":
        return dataclasses.replace(teacher, false_reasonable=0, false_unreasonable=0, is_shuffled=False)
    if error_rate is None:
        return teacher
    return dataclasses.replace(teacher, false_reasonable=error_rate, false_unreasonable=error_rate)


def _rule(judge: Teacher, name: str, text: str) -> Ruling:
    prompt = read_prompt(text)
    if prompt is None:
        raise RequestError("The lab's teacher reads the studio's default judge template only.", code="unknown_template")
    ruling = judge.rule(name, prompt)
    if ruling is None:
        raise RequestError("The lab's teacher rules on the lab's own questions only.", code="unknown_question")
    return ruling
