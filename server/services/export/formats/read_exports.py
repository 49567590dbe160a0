"""Loads exports with the readers that they are meant for; says what is wrong with them, or nothing.

Usage: read_exports.py FOLDER. It holds promised.json ({format: {kind: {columns, rows}}}) and a folder FORMAT-KIND with
one file for each, where a kind is jsonl, jsonl.gz or parquet.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
from datasets import Dataset, load_dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer
from trl.data_utils import is_conversational, maybe_apply_chat_template
from trl.experimental.prm import PRMTrainer
from trl.trainer.utils import remove_none_values

TEMPLATE = (
    "{% if tools %}{{ tools | tojson }}{% endif %}"
    "{% for message in messages %}<{{ message.role }}>{{ message.content + '' }}"
    "{% for call in message.tool_calls or [] %}"
    "{{ call.function.name + ' ' + call.function.arguments }}{% endfor %}"
    "<end>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
)
CHAT = pa.list_(
    pa.struct(
        [
            ("role", pa.string()),
            ("content", pa.string()),
            ("reasoning_content", pa.string()),
            (
                "tool_calls",
                pa.list_(
                    pa.struct(
                        [
                            ("id", pa.string()),
                            ("type", pa.string()),
                            ("function", pa.struct([("name", pa.string()), ("arguments", pa.string())])),
                        ]
                    )
                ),
            ),
            ("tool_call_id", pa.string()),
            ("name", pa.string()),
            ("original", pa.string()),
        ]
    )
)


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: index for index, token in enumerate(["<end>", "<pad>", *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<end>", pad_token="<pad>", chat_template=TEMPLATE
    )


def tiny_model(vocabulary: int) -> LlamaForCausalLM:
    sizes = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    return LlamaForCausalLM(LlamaConfig(vocab_size=vocabulary, max_position_embeddings=4096, **sizes))


def check_trl(name: str, rows: Dataset, folder: Path) -> None:
    """TRL's own checks, and its trainers' preparation of the rows."""
    tokenizer = tiny_tokenizer()
    settings = {"output_dir": str(folder / "trl"), "use_cpu": True, "bf16": False, "report_to": "none"}
    if name == "trl-stepwise":
        for row in rows:
            assert isinstance(row["prompt"], str) and all(isinstance(text, str) for text in row["completions"])
            assert all(isinstance(label, bool) for label in row["labels"])
            encoded = PRMTrainer.tokenize_row(
                row,
                tokenizer,
                step_separator="\n",
                max_length=None,
                max_completion_length=None,
                train_on_last_step_only=False,
                is_eval=False,
            )
            assert [label for label in encoded["labels"] if label != -100] == [int(label) for label in row["labels"]]
        return
    for row in rows:
        assert is_conversational(row), row
        chat = {key: row[key] for key in ("prompt", "completion", "chosen", "rejected", "messages") if key in row}
        # As TRL's trainers do: a column of text is parsed.
        tools = json.loads(row["tools"]) if isinstance(row["tools"], str) else row["tools"]
        written = maybe_apply_chat_template(chat, tokenizer, tools=tools)
        assert all(isinstance(text, str) for text in written.values())
        if "prompt" in written:
            assert written["prompt"].endswith("<assistant>"), written["prompt"]
    model = tiny_model(len(tokenizer))
    if name == "trl-prompt-completion":
        trainer = SFTTrainer(model, SFTConfig(**settings), train_dataset=rows, processing_class=tokenizer)
        assert len(trainer.train_dataset) == len(rows) and "input_ids" in trainer.train_dataset.column_names
    elif name == "trl-preference":
        reference = tiny_model(len(tokenizer))
        trainer = DPOTrainer(
            model, reference, args=DPOConfig(**settings), train_dataset=rows, processing_class=tokenizer
        )
        assert len(trainer.train_dataset) == len(rows)
    elif name == "trl-prompt-only":
        seen: list[str] = []

        def reward(completions: list, question_text: list[str], trajectory: list[int], **_: object) -> list[float]:
            seen.extend(question_text)
            assert len(completions) == len(question_text) == len(trajectory)
            return [float(index) for index in range(len(completions))]

        config = GRPOConfig(
            **settings, max_steps=1, num_generations=2, per_device_train_batch_size=2, max_completion_length=4
        )
        GRPOTrainer(model, reward, args=config, train_dataset=rows, processing_class=tokenizer).train()
        assert len(seen) == 2, seen


def check_verl(table: pa.Table) -> None:
    assert table.schema.field("data_source").type == pa.string()
    assert table.schema.field("prompt").type == CHAT, table.schema.field("prompt").type
    assert table.schema.field("ability").type == pa.string()
    reward_model = table.schema.field("reward_model").type
    assert {field.name for field in reward_model} == {"style", "ground_truth"}
    extra_info = table.schema.field("extra_info").type
    assert {"split", "index"} <= {field.name for field in extra_info}
    rows = table.to_pylist()
    assert [row["extra_info"]["index"] for row in rows] == list(range(len(rows)))
    assert all(row["reward_model"]["style"] == "rule" and row["reward_model"]["ground_truth"] for row in rows)
    # What verl does with a pandas row.
    frame = table.to_pandas()
    assert all(prompt[0]["role"] in ("system", "user") for prompt in frame["prompt"])


def check_openrlhf(rows: Dataset) -> None:
    """input_key and label_key with apply_chat_template, as OpenRLHF's PromptDataset reads them."""
    tokenizer = tiny_tokenizer()
    for row in rows:
        text = tokenizer.apply_chat_template(row["input"], tokenize=False, add_generation_prompt=True)
        assert text.endswith("<assistant>")
        label = json.loads(row["label"])
        assert {"question", "answers", "trajectory", "step", "outcome"} <= label.keys()
        assert all(answer not in text for answer in label["answers"])


def main(folder: Path) -> None:
    promised = json.loads((folder / "promised.json").read_text())
    loaded: dict[tuple[str, str], Dataset] = {}
    for name, kinds in promised.items():
        for kind, promise in kinds.items():
            rows = load_dataset(str(folder / f"{name}-{kind}"), split="train", cache_dir=str(folder / "cache"))
            assert len(rows) == promise["rows"], f"{name} {kind}: {len(rows)} rows, promised {promise['rows']}"
            if promise["columns"] is not None:
                assert set(rows.column_names) == set(promise["columns"]), f"{name} {kind}: {rows.column_names}"
            loaded[name, kind] = rows
            if kind == "parquet":
                (file,) = (folder / f"{name}-{kind}").iterdir()
                table = pa.parquet.read_table(file)
                assert table.num_rows == promise["rows"] and table.column_names == promise["columns"]
                if name == "verl":
                    check_verl(table)
    for (name, kind), rows in loaded.items():
        lines = loaded.get((name, "jsonl"))
        if kind != "jsonl" and lines is not None and name not in ("swirl", "openai"):
            same = [remove_none_values(row) for row in rows] == [remove_none_values(row) for row in lines]
            assert same, f"{name}: {kind} and jsonl differ"
        if kind != "jsonl.gz" and (name.startswith("trl-") or name == "openai"):
            check_trl(name, rows, folder)
        if name == "openrlhf":
            check_openrlhf(rows)
        if name == "prm800k":
            steps = [step for row in rows for step in row["label"]["steps"]]
            assert all(len(step["completions"]) == 1 and step["completions"][0]["text"] for step in steps)
        if name == "processbench":
            assert all(-1 <= row["label"] < len(row["steps"]) and all(row["steps"]) for row in rows)
    print(json.dumps({f"{name} {kind}": len(rows) for (name, kind), rows in loaded.items()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
