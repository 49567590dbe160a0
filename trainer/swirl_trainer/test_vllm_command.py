"""vLLM's arguments, and the parser by what a chat template writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from swirl_trainer.test_serve import write_model
from swirl_trainer.vllm_command import parser_for, parser_of, vllm_arguments


def test_decoding_gpus_and_parser_are_said() -> None:
    command = vllm_arguments("org/model", served_name="model", gpus=0.5, parser="hermes")
    assert command[1:] == [
        *("vllm.entrypoints.openai.api_server", "--model", "org/model", "--served-model-name", "model"),
        *("--generation-config", "vllm", "--enable-auto-tool-choice", "--tool-call-parser", "hermes"),
    ]
    assert vllm_arguments("m", served_name="m", gpus=4, parser=None)[-2:] == ["--tensor-parallel-size", "4"]


@pytest.mark.parametrize(
    ("template", "parser"),
    [
        ('return a json object within <tool_call></tool_call>: <tool_call>\\n{"name": <function-name>', "hermes"),
        ("<tool_call>\\n<function=example_function_name>\\n<parameter=", "qwen3_coder"),
        ("<tool_call>{function-name}\\n<arg_key>{arg-key-1}</arg_key>", "glm45"),
        ("{{ '[TOOL_CALLS] [' }}", "mistral"),
        ('<|start_header_id|>ipython {"name": function name, "parameters": dictionary of', "llama3_json"),
        ("<|tool_calls_section_begin|><|tool_call_begin|>", "kimi_k2"),
        ("<|start|>assistant<|channel|>commentary to=functions", "openai"),
        ("{{ message.content }}", None),
    ],
)
def test_the_parser_follows_from_the_chat_template(template: str, parser: str | None) -> None:
    assert parser_of(template) == parser


def test_why_there_is_none_is_said(tmp_path: Path) -> None:
    assert parser_for(str(tmp_path))[1].startswith("its tokenizer cannot be read here")
    write_model(tmp_path / "final")
    parser, reason = parser_for(str(tmp_path / "final"))
    assert parser is None and reason.startswith("its chat template writes calls in a way")
    (tmp_path / "final" / "chat_template.jinja").write_text("{{ '<tool_call>' }}")
    assert parser_for(str(tmp_path / "final")) == ("hermes", "")
