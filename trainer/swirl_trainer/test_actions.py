"""A sampled action ends where a rollout's does."""

import pytest
import torch

from swirl_trainer.actions import EndTextCriteria, cut_action, is_answer
from swirl_trainer.config import Values
from swirl_trainer.metrics import repetition
from swirl_trainer.rewards import is_well_formed, value_of
from swirl_trainer.test_tiny import tiny_tokenizer

TOKENIZER = tiny_tokenizer()
END = TOKENIZER.eos_token_id
# </search_query> is no token of its own here: it is made of letters.
END_TEXTS = ["</search_query>", "</math_exp>", "</answer>"]


def cut(text, end_texts=END_TEXTS):
    return cut_action(TOKENIZER, TOKENIZER(text, add_special_tokens=False)["input_ids"], end_texts, frozenset([END]))


@pytest.mark.parametrize(
    ("written", "text", "ended"),
    [
        ("So <math_exp>1+1</math_exp>", "So <math_exp>1+1</math_exp>", True),
        ("<math_exp>1</math_exp> is 1 <answer>1</answer><|end|>", "<math_exp>1</math_exp>", True),
        ("<search_query>é🙂</search_query>\nResult", "<search_query>é🙂</search_query>", True),
        ("a</search_query</search_query>b", "a</search_query</search_query>", True),
        ("no tag<|end|><answer>late</answer>", "no tag", True),
        ("<answer>1", "<answer>1", False),
        ("<|end|>", "", True),
        ("", "", False),
    ],
)
def test_ends_with_the_first_end_text_or_the_turn(written, text, ended):
    action = cut(written)
    assert (action.text, action.ended) == (text, ended)
    # What is learnt from says the same, and ends the turn where the model did.
    learnt = TOKENIZER.decode(action.ids)
    assert learnt == text or learnt == text + "<|end|>"


def test_native_actions_end_with_the_turn_only():
    action = cut("<answer>1</answer> more<|end|>x", [])
    assert (action.text, action.ended) == ("<answer>1</answer> more", True)


def test_a_token_that_says_more_than_the_end_is_kept_without_its_text():
    class Merged:
        """A tokenizer with a token that completes the tag and begins the next word."""

        words = {1: "<answer>", 2: "7", 3: "</answer>. The", 4: " end"}

        def decode(self, ids, **options):
            return "".join(self.words[token] for token in ids)

    action = cut_action(Merged(), [1, 2, 3, 4], END_TEXTS, frozenset([9]))
    assert (action.ids, action.text) == ([1, 2, 3], "<answer>7</answer>")


def test_rows_of_a_batch_stop_each_at_its_own_end():
    texts = ["<answer>1</answer>", "<search_query>a</search_query>", "abcdefghijklmnopqrstuvwxyz0123456789"]
    rows = [TOKENIZER(text)["input_ids"] for text in texts]
    length = max(map(len, rows))
    padded = torch.tensor([[0, 0] + row + [0] * (length - len(row)) for row in rows])
    criteria = EndTextCriteria(TOKENIZER, END_TEXTS, prompt_length=2)
    stopped = [None] * 3
    for size in range(3, length + 3):
        for row, is_done in enumerate(criteria(padded[:, :size], None).tolist()):
            if is_done and stopped[row] is None:
                stopped[row] = size - 2
    assert stopped == [len(rows[0]), len(rows[1]), None]


def test_an_end_text_in_the_prompt_stops_nothing():
    prompt = TOKENIZER("<answer>1</answer>")["input_ids"]
    criteria = EndTextCriteria(TOKENIZER, END_TEXTS, prompt_length=len(prompt))
    assert criteria(torch.tensor([prompt + TOKENIZER("a")["input_ids"]]), None).tolist() == [False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I add. <math_exp>1+1</math_exp>", True),
        ("<answer>2</answer>", True),
        ("<answer></answer>", False),
        ("<math_exp>1<answer>2</answer>", False),
        ("2</answer>", False),
        ("two<|end|>", False),
        ("<answer>2", False),
    ],
)
def test_well_formed_actions_hold_one_call_or_answer(text, expected):
    assert is_well_formed(cut(text), END_TEXTS, is_native=False) is expected


def test_native_calls_are_no_answers():
    native = cut('I look.\n<tool_call>{"name": "search", "arguments": {"query": "é"}}</tool_call><|end|>', [])
    assert is_well_formed(native, [], is_native=True) and not is_answer(native, is_native=True)
    assert is_answer(cut("It is 7.<|end|>", []), is_native=True)
    assert not is_well_formed(cut("<tool_call>{", []), [], is_native=True)


def test_a_missing_ruling_is_worth_nothing_at_all():
    assert [value_of(rating, Values(1, 0.5, -1)) for rating in (1, 0, -1, None)] == [1, 0.5, -1, None]


def test_repetition_counts_runs_of_four_words():
    assert repetition("a b c") == 0
    assert repetition("a b c d e f") == 0
    assert repetition("a b c d a b c d") == pytest.approx(1 / 5)
    assert repetition("a " * 20) == pytest.approx(16 / 17)
