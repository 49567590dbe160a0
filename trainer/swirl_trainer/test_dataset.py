"""Contexts and actions become the tokens that the model was served and asked for."""

import json

import pytest

from swirl_trainer.chat_prompt import prompt_ids
from swirl_trainer.config import DataConfig
from swirl_trainer.dataset import completion_ids, encode_actions, encode_contexts, read_questions, read_rows
from swirl_trainer.failure import Failure
from swirl_trainer.order import PlannedSampler
from swirl_trainer.test_tiny import STRIPPING_TEMPLATE, arithmetic_rows, row, tiny_tokenizer, write_rows

CALL = {"id": "call00000", "type": "function", "function": {"name": "search", "arguments": '{"query": "x"}'}}
TOOLS = [{"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}}]
NATIVE = row(
    **{"trajectory": 1, "step": 1, "question": 1, "text": "31", "tools": json.dumps(TOOLS)},
    prompt=[
        {"role": "user", "content": "How old?"},
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "call00000", "content": "31"},
    ],
)
THOUGHTFUL = row(
    **{"trajectory": 1, "step": 1, "question": 1, "text": "<think>\nSo 3.\n</think>\n\n<answer>3</answer>"},
    prompt=[
        {"role": "user", "content": "1+2?"},
        {"role": "assistant", "content": "<think>\nI add.\n</think>\n\n<math_exp>1+2</math_exp>"},
        {"role": "user", "content": "<math_result>3</math_result>"},
    ],
)


def one(tmp_path, line):
    (read,) = read_rows(write_rows(tmp_path / "train.jsonl.gz", [line]))
    return read


def test_contexts_are_distinct_and_limited(tmp_path):
    rows = read_rows(write_rows(tmp_path / "train.jsonl.gz", arithmetic_rows()))
    tokenizer = tiny_tokenizer()
    contexts, dropped = encode_contexts(rows, tokenizer, DataConfig(), 512, 1)
    assert (len(rows), len(contexts), dropped.repeated, dropped.too_long) == (16, 12, 4, 0)
    few, _ = encode_contexts(rows, tokenizer, DataConfig(max_contexts=3), 512, 1)
    again, _ = encode_contexts(list(reversed(rows)), tokenizer, DataConfig(max_contexts=3), 512, 1)
    assert [each.row.fingerprint for each in few] == [each.row.fingerprint for each in again]
    short, dropped = encode_contexts(rows, tokenizer, DataConfig(max_context_tokens=20), 512, 1)
    assert (len(short), dropped.too_long) == (4, 8)
    _, dropped = encode_contexts(rows, tokenizer, DataConfig(), 20, 1)
    assert dropped.too_long == 8


@pytest.mark.parametrize("seed", range(5))
def test_what_is_too_long_is_left_out_before_the_limit_draws(tmp_path, seed):
    rows = read_rows(write_rows(tmp_path / "train.jsonl.gz", arithmetic_rows()))
    tokenizer = tiny_tokenizer()
    limited = DataConfig(max_context_tokens=20, max_contexts=4)
    contexts, dropped = encode_contexts(rows, tokenizer, limited, 512, seed)
    assert (len(contexts), dropped.too_long) == (4, 8)
    actions, dropped = encode_actions(rows, tokenizer, limited, 512, seed, {tokenizer.eos_token_id})
    short = [each for each in rows if len(prompt_ids(tokenizer, each.prompt, each.tools)) <= 20]
    assert (len(actions), dropped.too_long) == (4, len(rows) - len(short))


def test_tools_are_part_of_a_context(tmp_path):
    lines = [NATIVE, {**NATIVE, "tools": None}, {**NATIVE, "trajectory": 2}]
    rows = read_rows(write_rows(tmp_path / "train.jsonl.gz", lines))
    assert [each.fingerprint == rows[0].fingerprint for each in rows] == [True, False, True]


@pytest.mark.parametrize("line", [NATIVE, THOUGHTFUL], ids=["native", "tags"])
@pytest.mark.parametrize("template", [None, STRIPPING_TEMPLATE], ids=["plain", "stripping"])
def test_prompts_are_what_a_server_makes_of_the_messages(tmp_path, line, template):
    tokenizer = tiny_tokenizer(*([template] if template else []))
    read = one(tmp_path, line)
    contexts, _ = encode_contexts([read], tokenizer, DataConfig(), 512, 1)
    messages = json.loads(json.dumps(line["prompt"]))
    for message in messages:
        message["content"] = message["content"] or ""
        for call in message.get("tool_calls", []):
            call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    tools = json.loads(line["tools"]) if line["tools"] else None
    served = tokenizer.apply_chat_template(messages, tools=tools, add_generation_prompt=True, return_dict=False)
    assert contexts[0].prompt_ids == served
    if template:
        assert "I add." not in tokenizer.decode(served)


def test_the_template_is_told_what_it_was_told_when_served(tmp_path):
    # As Qwen3's: told not to think, it opens the turn with a thought that says nothing.
    silent = "{{- '<think>\\n\\n</think>\\n\\n' if enable_thinking is defined and not enable_thinking -}}"
    opened = "{{- '<|assistant|>' -}}"
    tokenizer = tiny_tokenizer(STRIPPING_TEMPLATE.replace(opened, opened + silent))
    read = one(tmp_path, {**THOUGHTFUL, "completion": [{"role": "assistant", "content": "<answer>3</answer>"}]})
    arguments = {"enable_thinking": False}
    ((context,), _) = encode_contexts([read], tokenizer, DataConfig(), 512, 1, arguments)
    messages = [{**message, "content": message["content"] or ""} for message in read.prompt]
    served = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False, **arguments)
    assert context.prompt_ids == served != prompt_ids(tokenizer, read.prompt, None)
    assert tokenizer.decode(served).endswith("<|assistant|><think>\n\n</think>\n\n")


def test_recorded_actions_are_rendered_with_what_the_template_was_told(tmp_path):
    template = "{{ mode }}" + tiny_tokenizer().chat_template
    tokenizer = tiny_tokenizer(template)
    read = one(tmp_path, THOUGHTFUL)
    end = {tokenizer.eos_token_id}
    ((action,), _) = encode_actions([read], tokenizer, DataConfig(), 512, 1, end, {"mode": "brief"})
    assert tokenizer.decode(action.prompt_ids).startswith("brief<|user|>")
    assert action.completion_ids == completion_ids(tokenizer, read, end, {"mode": "brief"})
    assert tokenizer.decode(action.completion_ids).endswith("<answer>3</answer><|end|>")


@pytest.mark.parametrize("template", [None, STRIPPING_TEMPLATE], ids=["plain", "stripping"])
def test_a_recorded_action_follows_the_prompt_it_was_served(tmp_path, template):
    tokenizer = tiny_tokenizer(*([template] if template else []))
    read = one(tmp_path, THOUGHTFUL)
    prompt = prompt_ids(tokenizer, read.prompt, None)
    action = completion_ids(tokenizer, read, {tokenizer.eos_token_id})
    assert tokenizer.decode(action) == "<think>\nSo 3.\n</think>\n\n<answer>3</answer><|end|>"
    whole = tokenizer.apply_chat_template([*read.prompt, read.action], return_dict=False)
    assert (prompt + action) == whole[: len(prompt) + len(action)]


def test_an_action_ends_with_its_turn_whatever_token_ends_that(tmp_path):
    # As models whose tokenizer names another token than the one that ends a turn.
    tokenizer = tiny_tokenizer()
    turn_end = tokenizer.eos_token_id
    tokenizer.eos_token = "<|system|>"
    read = one(tmp_path, THOUGHTFUL)
    action = completion_ids(tokenizer, read, {tokenizer.eos_token_id, turn_end})
    assert tokenizer.decode(action).endswith("<answer>3</answer><|end|>")


def test_an_action_that_its_template_writes_otherwise_is_left_out(tmp_path):
    # This one takes the thought out of the last action as well, though the model began by opening one.
    template = STRIPPING_TEMPLATE.replace("{{- '<|assistant|>' -}}", "{{- '<|assistant|><think>\\n' -}}")
    tokenizer = tiny_tokenizer(template)
    silent = {**THOUGHTFUL, "completion": [{"role": "assistant", "content": "<answer>3</answer>"}]}
    rows = read_rows(write_rows(tmp_path / "train.jsonl.gz", [THOUGHTFUL, silent]))
    kept, dropped = encode_actions(rows, tokenizer, DataConfig(), 512, 1, {tokenizer.eos_token_id})
    assert (len(kept), dropped.unrenderable) == (1, 1)
    assert tokenizer.decode(kept[0].completion_ids).startswith("So 3.\n</think>")


def test_half_characters_and_nul_do_no_harm(tmp_path):
    line = row(1, 0, 1, [{"role": "user", "content": "a\ud800b\0"}], "x")
    contexts, _ = encode_contexts([one(tmp_path, line)], tiny_tokenizer(), DataConfig(), 512, 1)
    assert "a\ufffdb\0" in tiny_tokenizer().decode(contexts[0].prompt_ids)


@pytest.mark.parametrize("content", [b"", b"{}\n", b"[1]\n", b'{"prompt": 1}\n', b"\xff\n"])
def test_says_what_is_wrong_with_the_data(tmp_path, content):
    file = tmp_path / "train.jsonl"
    file.write_bytes(content)
    with pytest.raises(Failure) as failure:
        read_rows(file)
    assert failure.value.kind == "data"


def test_reads_questions(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": 3, "text": "Why?"}\n')
    assert read_questions(file) == {3: "Why?"}
    with pytest.raises(Failure):
        read_questions(tmp_path / "none.jsonl")


def test_the_order_is_that_of_the_seed_and_epochs_are_whole():
    sampler = PlannedSampler(rows=3, updates=3, group=2, seed=1, copies=2, repeats=2)
    given = list(sampler)
    assert given == list(PlannedSampler(3, 3, 2, 1, 2, 2)) and len(given) == len(sampler) == 24
    firsts = [given[at : at + 4] for at in range(0, 24, 8)]
    assert all(given[at : at + 4] == given[at + 4 : at + 8] for at in range(0, 24, 8))
    order = [row for update in firsts for row in update[::2]]
    assert sorted(order[:3]) == sorted(order[3:]) == [0, 1, 2]
