"""vLLM's arguments, and the parser by what a chat template writes."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from swirl_trainer.test_serve import write_model
from swirl_trainer.vllm_command import REGISTRIES, installed_parsers, parser_for, parser_of, vllm_arguments


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
    assert parser_for(str(tmp_path), {"hermes"})[1].startswith("its tokenizer cannot be read here")
    folder = str(tmp_path / "final")
    write_model(tmp_path / "final")
    parser, reason = parser_for(folder, {"hermes"})
    assert parser is None and reason.startswith("its chat template writes calls in a way")
    (tmp_path / "final" / "chat_template.jinja").write_text("{{ '<tool_call>' }}")
    assert parser_for(folder, {"hermes"}) == ("hermes", "")
    parser, reason = parser_for(folder, {"mistral"})
    assert parser is None and "hermes, which the installed vLLM does not have" in reason
    parser, reason = parser_for(folder, None)
    assert parser is None and "does not tell which it has" in reason


@pytest.mark.parametrize("place", REGISTRIES)
@pytest.mark.parametrize(
    "manager",
    [SimpleNamespace(list_registered=lambda: ["hermes"]), SimpleNamespace(tool_parsers={"hermes": object})],
)
def test_parsers_are_those_that_vllm_has_registered(
    place: str, manager: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in REGISTRIES:
        # A module that is None in sys.modules cannot be imported.
        monkeypatch.setitem(sys.modules, name, None)
    assert installed_parsers() is None
    module = ModuleType(place)
    module.ToolParserManager = manager  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, place, module)
    assert installed_parsers() == {"hermes"}


def test_a_registry_that_fails_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType(REGISTRIES[0])
    monkeypatch.setitem(sys.modules, REGISTRIES[0], module)
    monkeypatch.setitem(sys.modules, REGISTRIES[1], None)
    assert installed_parsers() is None
