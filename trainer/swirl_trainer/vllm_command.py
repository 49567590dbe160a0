"""How vLLM is started for one model, and which of its tool-call parsers reads that model's calls."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Mapping
from typing import Any

# What a chat template holds, and the parser of vLLM for calls that are written so. The first that fits counts.
PARSERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("<tool_call>", "<function="), "qwen3_coder"),
    (("<tool_call>", "<arg_key>"), "glm45"),
    # Hermes, Qwen 2.5 and 3, Granite 4, and the models that this trainer makes.
    (("<tool_call>",), "hermes"),
    (("[TOOL_CALLS]",), "mistral"),
    # Llama 3.1 to 3.3.
    (("<|start_header_id|>", '"parameters"'), "llama3_json"),
    (("<|tool_calls_section_begin|>",), "kimi_k2"),
    (("<|channel|>", "<|start|>"), "openai"),
)

# Where vLLM keeps its parsers now, and where it kept them before.
REGISTRIES = ("vllm.tool_parsers", "vllm.entrypoints.openai.tool_parsers")


def vllm_arguments(model: str, *, served_name: str, gpus: float, parser: str | None) -> list[str]:
    """Arguments of Python. Requests say how to decode, not the checkpoint's generation_config.json.

    `gpus` are those of the job, all on one machine: the model is cut into as many parts. A part of a GPU is one.
    """
    command = ["-m", "vllm.entrypoints.openai.api_server", "--model", model, "--served-model-name", served_name]
    command += ["--generation-config", "vllm"]
    if gpus >= 2:
        command += ["--tensor-parallel-size", str(int(gpus))]
    if parser is not None:
        command += ["--enable-auto-tool-choice", "--tool-call-parser", parser]
    return command


def parser_of(template: str) -> str | None:
    """None where the calls of such a template are not known here."""
    return next((parser for marks, parser in PARSERS if all(mark in template for mark in marks)), None)


def installed_parsers() -> frozenset[str] | None:
    """Names of the tool-call parsers of the installed vLLM. None where it does not tell."""
    for name in REGISTRIES:
        try:
            manager = importlib.import_module(name).ToolParserManager
            if hasattr(manager, "list_registered"):
                found = frozenset(map(str, manager.list_registered()))
            else:
                found = frozenset(map(str, manager.tool_parsers))
        # It is of no published interface: whatever another version does, the model is served without native calls.
        except Exception:
            continue
        if found:
            return found
    return None


def parser_for(model: str, installed: Collection[str] | None) -> tuple[str | None, str]:
    """The parser, or None and why there is none: a sentence for people. Reads the model's tokenizer.

    `installed`: the parsers that vLLM has, which does not start with another; None where that is not known.
    """
    advice = "Ask it with the tags protocol, or serve it yourself and add that server as an endpoint."
    try:
        template = _template_of(model)
    # Whatever is wrong with it, it may be served without native calls, or vLLM says more.
    except Exception as error:
        return None, f"its tokenizer cannot be read here ({type(error).__name__}: {error}). {advice}"
    if template is None:
        return None, f"it has no chat template. {advice}"
    parser = parser_of(template)
    if parser is None:
        return None, f"its chat template writes calls in a way that no parser is known for here. {advice}"
    if installed is None:
        return None, f"its calls need the parser {parser}, and the installed vLLM does not tell which it has. {advice}"
    if parser not in installed:
        return None, f"its calls need the parser {parser}, which the installed vLLM does not have. {advice}"
    return parser, ""


def _template_of(model: str) -> str | None:
    from transformers import AutoTokenizer

    template: str | Mapping[str, Any] | None = AutoTokenizer.from_pretrained(model).chat_template
    # Some models have one of their own for requests with tools, which vLLM then takes.
    return template.get("tool_use") or template.get("default") if isinstance(template, Mapping) else template
