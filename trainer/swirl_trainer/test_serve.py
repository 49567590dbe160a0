"""The server with a small random model: what it answers over HTTP, and that batches do not change replies."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest
import torch
from aiohttp.test_utils import TestClient, TestServer
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from swirl_trainer.chat_prompt import prompt_ids
from swirl_trainer.serving.app import make_app
from swirl_trainer.serving.batcher import Limits
from swirl_trainer.serving.text import ReplyText

TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}"
    "{% for c in m.tool_calls or [] %}{{ c.function.name }}({{ c.function.arguments.q }}){% endfor %}"
    "<|end|>{% endfor %}{{ mode }}"
    "{% if tools %}{{ tools | length }} tools{% endif %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SPECIAL = ["<pad>", "<|end|>", "<|user|>", "<|assistant|>", "<|system|>", "<|tool|>"]


def write_model(folder: Path, seed: int = 0, positions: int = 200) -> None:
    """A model of bytes and a few special tokens that nobody has trained."""
    alphabet = [*SPECIAL, *sorted(pre_tokenizers.ByteLevel.alphabet())]
    tokenizer = Tokenizer(models.BPE(vocab={piece: at for at, piece in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|end|>", pad_token="<pad>", additional_special_tokens=SPECIAL[2:]
    )
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(alphabet),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=positions,
        eos_token_id=fast.eos_token_id,
        pad_token_id=fast.pad_token_id,
        initializer_range=0.3,
    )
    LlamaForCausalLM(config).save_pretrained(folder)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("models")
    write_model(folder / "base")
    return folder


def served(root: Path, test, **options) -> None:
    async def serve() -> None:
        async with TestClient(TestServer(make_app(root, **options))) as client:
            await test(client)

    asyncio.run(serve())


def body(text: str = "What is 2 + 2?", **fields) -> dict:
    message = {"role": "user", "content": text}
    return {"model": "base", "messages": [message], "max_tokens": 24, "temperature": 1, "seed": 7, **fields}


async def ask(client: TestClient, **fields) -> dict:
    response = await client.post("/v1/chat/completions", json=body(**fields))
    reply = await response.json()
    assert response.status == 200, reply
    return reply


def test_a_batch_answers_as_each_request_alone(root: Path) -> None:
    texts = [f"{'x' * (7 * number)} {number}?" for number in range(8)]
    settings = [{"temperature": 0}, {"temperature": 0.7, "top_k": 20}, {"top_p": 0.8}, {"max_tokens": 3}] * 2

    async def test(client: TestClient) -> None:
        fields = [{"text": text, "seed": at, **more} for at, (text, more) in enumerate(zip(texts, settings))]
        alone = [await ask(client, **one) for one in fields]
        together = await asyncio.gather(*(ask(client, **one) for one in fields))
        for one, other in zip(alone, together, strict=True):
            assert one["choices"] == other["choices"]
            assert one["usage"] == other["usage"]
        assert together[3]["choices"][0]["finish_reason"] == "length"
        assert together[3]["usage"]["completion_tokens"] == 3

    served(root, test)


def test_prompt_tokens_are_those_of_the_chat_template(root: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(root / "base")
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "é?"}]
    expected = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=True, return_dict=False)
    assert prompt_ids(tokenizer, messages, None) == expected

    async def test(client: TestClient) -> None:
        reply = await ask(client, messages=messages)
        assert reply["usage"]["prompt_tokens"] == len(expected)
        reply = await ask(client, messages=messages, chat_template_kwargs={"mode": "brief"})
        assert reply["usage"]["prompt_tokens"] == len(expected) + len("brief")
        for refused in ({"tokenize": True}, ["mode"]):
            response = await client.post("/v1/chat/completions", json=body(chat_template_kwargs=refused))
            assert response.status == 400 and "chat_template_kwargs" in (await response.json())["error"]["message"]

    served(root, test)


def test_calls_reach_the_template_as_objects(root: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(root / "base")
    call = {"id": "1", "type": "function", "function": {"name": "search", "arguments": '{"q": "river"}'}}
    messages = [{"role": "assistant", "content": None, "tool_calls": [call]}]
    text = tokenizer.decode(prompt_ids(tokenizer, messages, [{"type": "function"}]))
    assert text == "<|assistant|>search(river)<|end|>1 tools<|assistant|>"


def test_stops_at_a_text_and_says_which(root: Path) -> None:
    async def test(client: TestClient) -> None:
        whole = (await ask(client, max_tokens=40))["choices"][0]["message"]["content"]
        stop = whole[5:7]
        choice = (await ask(client, max_tokens=40, stop=["nowhere", stop]))["choices"][0]
        assert (choice["finish_reason"], choice["stop_reason"]) == ("stop", stop)
        assert choice["message"]["content"] == whole[: whole.index(stop)]
        kept = await ask(client, max_tokens=40, stop=[stop], include_stop_str_in_output=True)
        assert kept["choices"][0]["message"]["content"] == whole[: whole.index(stop)] + stop

        response = await client.post("/v1/chat/completions", json=body(max_tokens=40, stop=stop, stream=True))
        events = [line[6:] for line in (await response.text()).splitlines() if line.startswith("data: ")]
        assert events[-1] == "[DONE]"
        choices = [json.loads(event)["choices"][0] for event in events[:-1]]
        assert "".join(one["delta"].get("content", "") for one in choices) == whole[: whole.index(stop)]
        assert (choices[-1]["finish_reason"], choices[-1]["stop_reason"]) == ("stop", stop)

    served(root, test)


def test_log_probabilities_of_the_model_itself(root: Path) -> None:
    async def test(client: TestClient) -> None:
        choice = (await ask(client, temperature=0, logprobs=True, top_logprobs=4, max_tokens=5))["choices"][0]
        for place in choice["logprobs"]["content"]:
            assert [one["token"] for one in place["top_logprobs"]][0] == place["token"]
            values = [one["logprob"] for one in place["top_logprobs"]]
            assert len(values) == 4 and values == sorted(values, reverse=True) and values[0] == place["logprob"] < 0

    served(root, test)


def test_what_cannot_be_answered_is_said(root: Path) -> None:
    async def test(client: TestClient) -> None:
        async def refused(status: int, code: str | None, sent: object) -> None:
            response = await client.post("/v1/chat/completions", json=sent)
            error = (await response.json())["error"]
            assert (response.status, error["code"]) == (status, code), error

        await refused(400, "context_length_exceeded", body("long " * 100))
        await refused(400, "context_length_exceeded", body("long " * 100, stream=True))
        for name in ("nothing", "../base", "/etc", ".", "base/.."):
            await refused(404, "model_not_found", body(model=name))
        for wrong in ({"temperature": "hot"}, {"n": 2}, {"messages": []}, {"stop": 3}, {"top_p": 2}):
            await refused(400, None, body(**wrong))
        await refused(400, None, [1])
        response = await client.post("/v1/chat/completions", data=b"{")
        assert response.status == 400
        # What fits is cut at the end of the context, not refused.
        reply = await ask(client, text="x" * 180, max_tokens=1000, temperature=0)
        assert reply["usage"]["total_tokens"] <= 200

    served(root, test)


def test_models_come_change_and_go(root: Path, tmp_path: Path) -> None:
    async def listed(client: TestClient) -> list[str]:
        return [model["id"] for model in (await (await client.get("/v1/models")).json())["data"]]

    async def test(client: TestClient) -> None:
        assert await listed(client) == []
        shutil.copytree(root / "base", tmp_path / "base")
        write_model(tmp_path / "runs" / "a-1" / "final", seed=1)
        (tmp_path / "runs" / "a-1" / "checkpoint-5").mkdir()
        assert await listed(client) == ["base", "runs/a-1/final"]
        first = await ask(client, temperature=0)
        other = await ask(client, temperature=0, model="runs/a-1/final")
        assert first["choices"] != other["choices"]
        write_model(tmp_path / "base", seed=1)
        assert (await ask(client, temperature=0))["choices"] == other["choices"]
        (tmp_path / "base" / "model.safetensors").write_bytes(b"half")
        assert (await client.post("/v1/chat/completions", json=body())).status == 503
        assert (await ask(client, temperature=0, model="runs/a-1/final"))["choices"] == other["choices"]

    served(tmp_path, test, kept_models=1)


def test_a_full_queue_asks_for_patience(root: Path) -> None:
    async def test(client: TestClient) -> None:
        responses = await asyncio.gather(*(client.post("/v1/chat/completions", json=body()) for _ in range(6)))
        assert {response.status for response in responses} == {200, 429}
        assert all(response.headers["retry-after"] == "1" for response in responses if response.status == 429)
        assert (await (await client.get("/health")).json())["status"] == "ok"

    served(root, test, limits=Limits(queue=2))


def test_half_a_character_waits_for_its_other_half(root: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(root / "base")
    text = ReplyText(tokenizer, ("→b",), keep_stop=False)
    pieces = []
    for token in tokenizer("aé→→b and more", add_special_tokens=False)["input_ids"]:
        text.add(token)
        pieces.append(text.take_sendable(is_last=text.stopped_at is not None))
        if text.stopped_at is not None:
            break
    assert "".join(pieces) == text.text == "aé→"
    assert all("\ufffd" not in piece for piece in pieces)
