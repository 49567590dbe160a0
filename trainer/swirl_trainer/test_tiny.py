"""A tiny model, its tokenizer and training data, for tests that run the real parts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

TEMPLATE = (
    "{% if tools %}<|system|>{{ tools | tojson }}<|end|>{% endif %}"
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}"
    "{% for c in m.get('tool_calls') or [] %}<tool_call>{{ c['function'] | tojson }}</tool_call>{% endfor %}"
    "<|end|>\n{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
# As Qwen3's does: the thoughts of earlier actions are not shown again, and the last one's stands in its own place.
STRIPPING_TEMPLATE = """{%- set ns = namespace(last=-1) -%}
{%- for m in messages -%}{%- if m.role == 'user' -%}{%- set ns.last = loop.index0 -%}{%- endif -%}{%- endfor -%}
{%- for m in messages -%}
{%- if m.role == 'assistant' -%}
{%- set content = m.content.split('</think>')[-1].lstrip('\n') -%}
{%- set thought = m.content.split('</think>')[0].split('<think>')[-1].strip('\n') if '</think>' in m.content else '' -%}
{%- if loop.index0 > ns.last and thought -%}
{{- '<|assistant|><think>\n' + thought + '\n</think>\n\n' + content + '<|end|>\n' -}}
{%- else -%}{{- '<|assistant|>' + content + '<|end|>\n' -}}{%- endif -%}
{%- else -%}{{- '<|' + m.role + '|>' + m.content + '<|end|>\n' -}}{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|assistant|>' -}}{%- endif -%}"""
SPECIAL = ["<pad>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tool|>"]
TAGS = [f"<{end}{name}>" for name in ("math_exp", "answer", "think", "tool_call") for end in ("", "/")]


def tiny_tokenizer(template: str = TEMPLATE) -> PreTrainedTokenizerFast:
    """Letters as bytes, tags and turns as single tokens."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = {letter: index for index, letter in enumerate(letters)}
    inner = Tokenizer(models.BPE(vocab=words, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens([AddedToken(text, special=True) for text in SPECIAL])
    inner.add_tokens([AddedToken(text, normalized=False) for text in TAGS])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<|end|>", pad_token="<pad>")
    tokenizer.chat_template = template
    return tokenizer


def tiny_model(folder: Path, template: str = TEMPLATE, updates: int = 40) -> Path:
    """Writes a model of some 20,000 parameters that has seen the rows below, so that its actions often end well."""
    torch.set_num_threads(1)
    tokenizer = tiny_tokenizer(template)
    torch.manual_seed(1)
    config = LlamaConfig(
        **{"vocab_size": len(tokenizer), "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2},
        **{"num_attention_heads": 2, "num_key_value_heads": 2, "max_position_embeddings": 512},
        **{"eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id, "bos_token_id": None},
        tie_word_embeddings=True,
    )
    model = LlamaForCausalLM(config)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-2)
    texts = [each["prompt"] + each["completion"] for each in arithmetic_rows()]
    batch = tokenizer.apply_chat_template(texts, padding=True, return_tensors="pt", return_dict=True)
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    for _ in range(updates):
        optimiser.zero_grad()
        model(**batch, labels=labels).loss.backward()
        optimiser.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def row(trajectory: int, step: int, question: int, prompt: list[dict], text: str, **more: Any) -> dict[str, Any]:
    """A line of an export, with the fields that training reads."""
    return {
        **{"prompt": prompt, "completion": [{"role": "assistant", "content": text}], "tools": None},
        **{"trajectory": trajectory, "step": step, "question": question, **more},
    }


def arithmetic_rows(questions: int = 4, samples: int = 2) -> list[dict[str, Any]]:
    """Two-step trajectories; the samples of a question share their first context."""
    rows = []
    for question in range(1, questions + 1):
        for sample in range(samples):
            trajectory = question * 10 + sample
            first = [{"role": "user", "content": f"What is {question} + 1?"}]
            call = f"<math_exp>{question}+1</math_exp>"
            result = {"role": "user", "content": f"<math_result>{question + 1}</math_result>"}
            second = [*first, {"role": "assistant", "content": call + " " * sample}, result]
            rows.append(row(trajectory, 0, question, first, call))
            rows.append(row(trajectory, 1, question, second, f"<answer>{question + 1}</answer>"))
    return rows


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(each) + "\n" for each in rows)
    return path
