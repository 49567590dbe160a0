"""The lab's tokenizer: byte pairs with every digit a token of its own, and tags as tokens."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from .tags import TAGS

PAD, END, USER, ASSISTANT = "<pad>", "<|end|>", "<|user|>", "<|assistant|>"
VOCABULARY = 384

CHAT_TEMPLATE = """\
{#- The lab's model was taught no instructions, so a system message is left out: any prompt serves. #}
{#- Questions and what tools return are both told as the user; each message ends with its own token. #}
{%- for message in messages if message.role != 'system' %}
{{- '<|assistant|>' if message.role == 'assistant' else '<|user|>' }}{{ message.content }}{{ '<|end|>' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"""


def train_tokenizer(texts: Iterable[str]) -> PreTrainedTokenizerFast:
    """Learns the pairs of these texts; bytes of other texts are still tokens, if untrained ones."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY + len(pre_tokenizers.ByteLevel.alphabet()),
        special_tokens=[PAD, END, USER, ASSISTANT],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_tokens([AddedToken(tag, normalized=False, special=False) for tag in TAGS])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END, pad_token=PAD, padding_side="left")
    fast.chat_template = CHAT_TEMPLATE
    return fast
