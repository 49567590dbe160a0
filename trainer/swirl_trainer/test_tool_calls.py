"""One table of native calls, as the trainer reads what it samples and as the server answers."""

import pytest

from swirl_trainer.actions import SampledAction
from swirl_trainer.rewards import is_well_formed
from swirl_trainer.serving.generate import Reply
from swirl_trainer.serving.replies import ReplyWriter
from swirl_trainer.serving.request import read_request
from swirl_trainer.tool_calls import read_message

SEARCH = '<tool_call>\n{"name": "search", "arguments": {"query": "é"}}\n</tool_call>'
CLOCK = '<tool_call>{"name": "clock", "arguments": "{}"}</tool_call>'
DEEP = "[" * 100_000
TABLE = [
    ("It is 7.", "It is 7.", []),
    (f"I look.\n{SEARCH}", "I look.", [("search", '{"query": "é"}')]),
    (f"{SEARCH}\n{CLOCK}", "", [("search", '{"query": "é"}'), ("clock", "{}")]),
    (SEARCH.removesuffix("</tool_call>"), "", [("search", '{"query": "é"}')]),
    # Nothing is read where one call cannot be.
    (f"{SEARCH}<tool_call>no JSON</tool_call>", None, []),
    (f'{SEARCH}<tool_call>{{"name": "clock", "argu', None, []),
    ('<tool_call>{"name": "clock"}</tool_call>', None, []),
    ('<tool_call>{"name": 7, "arguments": {}}</tool_call>', None, []),
    ('<tool_call>["search"]</tool_call>', None, []),
    (f"<tool_call>{DEEP}</tool_call>", None, []),
    ("<tool_call>", None, []),
]
NAMES = ["text", "call", "two", "open", "unread", "cut", "no-arguments", "no-name", "list", "deep", "empty"]


def parts(message):
    calls = message.get("tool_calls", [])
    assert all(call["type"] == "function" for call in calls)
    return message["content"], [(call["function"]["name"], call["function"]["arguments"]) for call in calls]


def answered(text, **fields):
    request = read_request({"model": "m", "messages": [{"role": "user", "content": "?"}], **fields})
    reply = Reply(text=text, finish_reason="stop", stop_reason=None, prompt_tokens=1, completion_tokens=1)
    (choice,) = ReplyWriter(request).whole(reply, None)["choices"]
    (last,) = ReplyWriter(request).last_pieces(reply)[0]["choices"]
    return choice, last


@pytest.mark.parametrize(("text", "content", "calls"), TABLE, ids=NAMES)
def test_calls_are_read_alike_when_sampled_and_when_served(text, content, calls):
    expected = (text if content is None else content, calls)
    assert parts(read_message(text, True)) == expected
    choice, last = answered(text, tools=[{"type": "function"}])
    assert parts(choice["message"]) == parts(last["delta"]) == expected
    assert choice["finish_reason"] == last["finish_reason"] == ("tool_calls" if calls else "stop")
    ids = [call["id"] for call in choice["message"].get("tool_calls", [])]
    assert len(set(ids)) == len(calls)
    # An attempt at a call that nobody can read is neither a call nor an answer.
    assert is_well_formed(SampledAction([1], text, True), [], is_native=True) is (content is not None)


@pytest.mark.parametrize("text", [text for text, _, _ in TABLE], ids=NAMES)
def test_without_tools_all_of_it_is_text(text):
    assert parts(read_message(text, False)) == (text, [])
    assert parts(answered(text)[0]["message"]) == (text, [])
