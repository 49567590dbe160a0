import { describe, expect, test } from "vitest";
import type { ChatReply } from "../chat";
import type { Message } from "../message";
import { readReply, type ToolUse, type TurnSettings } from "./turn";

const TAGS: TurnSettings = { protocol: "tags", tools: ["search", "calculator"], stepLimit: 5, sameCallLimit: 2 };
const NATIVE: TurnSettings = { ...TAGS, protocol: "native" };

function reply(message: Partial<Message> | string, rest: Partial<ChatReply> = {}): ChatReply {
  const given = typeof message === "string" ? { content: message } : message;
  return {
    message: { role: "assistant", content: null, ...given },
    finishReason: "stop",
    stopReason: undefined,
    promptTokens: 1,
    completionTokens: 1,
    durationMs: 1,
    logprobs: null,
    ...rest,
  };
}

const searchFor = (input: string): ToolUse => ({ tool: "search", input, id: null });
const calculate = (input: string): ToolUse => ({ tool: "calculator", input, id: null });
const length = { finishReason: "length" };

test("the message is kept where the action differs from it in more than a closing tag left out", () => {
  const rawOf = (given: ChatReply) => readReply(TAGS, given, []).raw;
  expect(rawOf(reply("<math_exp>1+1"))).toBeNull();
  expect(rawOf(reply("<answer>2", { stopReason: "</answer>" }))).toBeNull();
  expect(rawOf(reply("<math_exp>1+1</math_exp>"))).toBeNull();
  for (const content of ["<math_exp>1+1</math_exp> ", "<math_exp>1</math_exp><answer>1</answer>"])
    expect(rawOf(reply(content))).toMatchObject({ content });
  const noted = reply("<math_exp>1+1");
  expect(rawOf({ ...noted, message: { ...noted.message, refusal: "no" } })).toMatchObject({ refusal: "no" });
});

describe("tags: calls", () => {
  const cases: [name: string, reply: ChatReply, action: string, call: ToolUse][] = [
    [
      "a server that leaves the stop text out",
      reply("Hm.\n<math_exp>1+1"),
      "Hm.\n<math_exp>1+1</math_exp>",
      calculate("1+1"),
    ],
    [
      "a server that says which stop text it was",
      reply("<search_query>Ada", { stopReason: "</search_query>" }),
      "<search_query>Ada</search_query>",
      searchFor("Ada"),
    ],
    [
      "a server that keeps the stop text",
      reply("<math_exp>2</math_exp>", { stopReason: "</math_exp>" }),
      "<math_exp>2</math_exp>",
      calculate("2"),
    ],
    [
      "a server that ignores stop texts and makes up the result",
      reply("<math_exp>2*2</math_exp>\n<math_result>4</math_result><answer>4</answer>", { stopReason: null }),
      "<math_exp>2*2</math_exp>",
      calculate("2*2"),
    ],
    [
      "two calls: the first",
      reply("<search_query>a</search_query> <search_query>b</search_query>"),
      "<search_query>a</search_query>",
      searchFor("a"),
    ],
    [
      "a call that was complete when the tokens ran out",
      reply("<math_exp>1</math_exp> and then", length),
      "<math_exp>1</math_exp>",
      calculate("1"),
    ],
    [
      "an answer after the call",
      reply("<search_query>a</search_query><answer>b</answer>"),
      "<search_query>a</search_query>",
      searchFor("a"),
    ],
    [
      "a tag named in the thought before",
      reply("I use <search_query> here. <search_query>x"),
      "I use <search_query> here. <search_query>x</search_query>",
      searchFor("x"),
    ],
    [
      "a tag within another: the inner one",
      reply("<search_query>what is <math_exp>6*7"),
      "<search_query>what is <math_exp>6*7</math_exp>",
      calculate("6*7"),
    ],
    [
      "lines and other scripts",
      reply("<search_query>\n 東京 🗼 \n"),
      "<search_query>\n 東京 🗼 \n</search_query>",
      searchFor("東京 🗼"),
    ],
    [
      "an empty call, which the tool will complain of",
      reply("<math_exp></math_exp>"),
      "<math_exp></math_exp>",
      calculate(""),
    ],
    ["less-than signs", reply("2 < 3 <b> <math_exp>3<4"), "2 < 3 <b> <math_exp>3<4</math_exp>", calculate("3<4")],
  ];
  test.each(cases)("%s", (_, given, action, call) => {
    const turn = readReply(TAGS, given, []);
    expect(turn).toMatchObject({ kind: "call", calls: [call], action: { role: "assistant", content: action } });
    const said = String(given.message.content);
    expect(turn.raw).toEqual(/^(<\/\w+>)?$/.test(action.replace(said, "")) ? null : given.message);
  });
});

describe("tags: ends", () => {
  const cases: [name: string, reply: ChatReply, endState: string, finalAnswer: string | null, action: string | null][] =
    [
      ["an answer that the server cut", reply("So <answer> 42 "), "answered", "42", "So <answer> 42 </answer>"],
      ["an answer and words after it", reply("<answer>a</answer> Because."), "answered", "a", "<answer>a</answer>"],
      ["two answers: the first", reply("<answer>a</answer><answer>b</answer>"), "answered", "a", "<answer>a</answer>"],
      [
        "an open call before the answer",
        reply("<math_exp>1 <answer>1</answer>"),
        "answered",
        "1",
        "<math_exp>1 <answer>1</answer>",
      ],
      ["an answer without a word", reply("<answer> </answer>"), "no-answer", null, "<answer> </answer>"],
      ["only a closing tag", reply("is 4</answer>"), "no-answer", null, "is 4</answer>"],
      [
        "a closing tag that the server cut",
        reply("is 4", { stopReason: "</answer>" }),
        "no-answer",
        null,
        "is 4</answer>",
      ],
      ["a call never opened", reply("1+1</math_exp>"), "malformed-call", null, "1+1</math_exp>"],
      ["a call never closed", reply("<math_exp>1+1", { stopReason: null }), "malformed-call", null, "<math_exp>1+1"],
      ["an answer never closed", reply("<answer>1", { stopReason: null }), "malformed-call", null, "<answer>1"],
      ["plain words", reply("I do not know."), "no-answer", null, "I do not know."],
      ["words that another stop text ended", reply("Well", { stopReason: "###" }), "no-answer", null, "Well"],
      ["no words", reply(""), "empty-reply", null, ""],
      ["no content at all", reply({ content: null }), "empty-reply", null, null],
      ["white space", reply(" \n\t"), "empty-reply", null, " \n\t"],
      ["cut in a call", reply("<math_exp>1+", length), "truncated", null, "<math_exp>1+"],
      ["cut in the thought", reply("Let me th", length), "truncated", null, "Let me th"],
      ["cut before the first word", reply("", length), "truncated", null, ""],
      [
        "filtered in a call",
        reply("<math_exp>1", { finishReason: "content_filter" }),
        "malformed-call",
        null,
        "<math_exp>1",
      ],
    ];
  test.each(cases)("%s", (_, given, endState, finalAnswer, content) => {
    expect(readReply(TAGS, given, [])).toMatchObject({ kind: "end", endState, finalAnswer, action: { content } });
  });

  test("a tag in the reasoning calls nothing, also where the server stopped at it", () => {
    const thinking = { content: "", reasoning_content: "I could write <math_exp>1+1" };
    expect(readReply(TAGS, reply(thinking, { stopReason: "</math_exp>" }), [])).toMatchObject({
      endState: "empty-reply",
      action: thinking,
      raw: null,
    });
    const thought = { content: "<answer>2", reasoning_content: "<math_exp>1+1</math_exp>" };
    expect(readReply(TAGS, reply(thought), [])).toMatchObject({ endState: "answered", finalAnswer: "2" });
  });

  test("a tool that was not offered is none", () => {
    const alone = { ...TAGS, tools: ["calculator" as const] };
    expect(readReply(alone, reply("<search_query>x</search_query>"), [])).toMatchObject({ endState: "malformed-call" });
    const wroteOn = reply("<search_query>x</search_query> <answer>y");
    expect(readReply(alone, wroteOn, [])).toMatchObject({ endState: "answered", finalAnswer: "y" });
    const called = { tool_calls: [{ function: { name: "search", arguments: "{}" } }] };
    expect(readReply(TAGS, reply(called), [])).toMatchObject({ endState: "malformed-call" });
  });
});

const call = (name: string, args: unknown, id?: string) => ({ id, function: { name, arguments: args } });

describe("native calls", () => {
  test("several at once, each with its id", () => {
    const calls = [
      { id: "a", type: "function", function: { name: "search", arguments: '{"query":" x "}' } },
      { id: "b", type: "function", function: { name: "calculator", arguments: '{"expression":"1+1"}' } },
    ];
    const given = reply(
      { content: "I look.", tool_calls: calls, reasoning_content: "Hm" },
      { finishReason: "tool_calls" },
    );
    expect(readReply(NATIVE, given, [])).toEqual({
      kind: "call",
      calls: [
        { tool: "search", input: "x", id: "a" },
        { tool: "calculator", input: "1+1", id: "b" },
      ],
      action: { role: "assistant", content: "I look.", reasoning_content: "Hm", tool_calls: calls },
      raw: null,
    });
  });

  test("ids are made where they are missing or twice the same; the message as it came is kept", () => {
    const query = '{"query":"x"}';
    const message = {
      tool_calls: [call("search", query), call("search", query, "a"), call("search", { query: "y" }, "a")],
    };
    const turn = readReply(NATIVE, reply(message), [[], [], []]);
    expect(turn).toMatchObject({
      kind: "call",
      calls: [{ id: "call00300" }, { id: "a" }, { id: "call00302", input: "y" }],
      raw: message,
    });
    expect(turn.action.tool_calls?.map((one) => one.id)).toEqual(["call00300", "a", "call00302"]);
    expect(turn.action.tool_calls?.[2]?.function.arguments).toBe('{"query":"y"}');
  });

  const bad: [name: string, tool: string, args: unknown][] = [
    ["an unknown tool", "browser", '{"query":"x"}'],
    ["arguments that are no JSON", "search", "{query: x}"],
    ["arguments cut off", "search", '{"query":"x'],
    ["arguments that are no object", "search", '"x"'],
    ["a list", "search", '["x"]'],
    ["another field", "search", '{"q":"x"}'],
    ["no text", "calculator", '{"expression":4}'],
    ["nothing", "calculator", ""],
    ["nothing at all", "calculator", undefined],
  ];
  test.each(bad)("malformed: %s", (_, name, args) => {
    const given = { tool_calls: [call("search", '{"query":"fine"}', "a"), call(name, args, "b")] };
    expect(readReply(NATIVE, reply(given), [])).toMatchObject({ kind: "end", endState: "malformed-call" });
    expect(readReply(NATIVE, reply(given, length), [])).toMatchObject({ kind: "end", endState: "truncated" });
  });

  const ends: [name: string, reply: ChatReply, endState: string, finalAnswer: string | null][] = [
    ["an answer in tags", reply("So <answer>42</answer>."), "answered", "42"],
    ["plain words", reply(" It is 42. \n"), "answered", "It is 42."],
    ["words after a thought in the content", reply("<think>x</think>\n\n42"), "answered", "42"],
    ["a thought in the content alone", reply("<think>x</think>\n"), "no-answer", null],
    ["an answer without a word", reply("<answer></answer>"), "no-answer", null],
    ["an answer never closed", reply("<answer>42"), "malformed-call", null],
    ["a call that the server did not see", reply('<tool_call>{"name": "search"'), "malformed-call", null],
    ["nothing", reply(""), "empty-reply", null],
    ["reasoning alone", reply({ content: null, reasoning_content: "Hm" }), "empty-reply", null],
    ["cut words", reply("It is fo", length), "truncated", null],
    ["a complete answer, then cut", reply("<answer>4</answer> bec", length), "answered", "4"],
  ];
  test.each(ends)("%s", (_, given, endState, finalAnswer) => {
    const turn = readReply(NATIVE, given, []);
    expect(turn).toMatchObject({ kind: "end", endState, finalAnswer, raw: null });
    expect(turn.action.content).toBe(given.message.content);
  });

  test("a call wins over an answer beside it; content in parts becomes text", () => {
    const given = reply({
      content: [{ type: "text", text: "<answer>1</answer>" }],
      tool_calls: [call("calculator", '{"expression":"1"}', "a")],
    });
    expect(readReply(NATIVE, given, [])).toMatchObject({
      kind: "call",
      action: { content: "<answer>1</answer>" },
      raw: given.message,
    });
  });

  test("fields of the endpoint's own are not kept in the action", () => {
    const given = reply({ content: "4", refusal: null, tool_calls: [], annotations: [] });
    expect(readReply(NATIVE, given, [])).toMatchObject({ action: { role: "assistant", content: "4" }, raw: null });
    const more = reply({ content: "4", reasoning_details: [{ text: "x" }] });
    const turn = readReply(NATIVE, more, []);
    expect(turn.action).toEqual({ role: "assistant", content: "4" });
    expect(turn.raw).toEqual(more.message);
  });
});

describe("limits", () => {
  test("the last action that is allowed calls nothing", () => {
    const third = readReply({ ...TAGS, stepLimit: 3 }, reply("<math_exp>3"), [[calculate("1")], [calculate("2")]]);
    expect(third).toMatchObject({ kind: "end", endState: "step-limit", action: { content: "<math_exp>3</math_exp>" } });
    const answer = readReply({ ...TAGS, stepLimit: 1 }, reply("<answer>3"), []);
    expect(answer).toMatchObject({ endState: "answered" });
  });

  test("the same call once too often, whatever its spacing", () => {
    const before = [[searchFor("Ada Lovelace")], [calculate("1 + 1")]];
    expect(readReply({ ...TAGS, sameCallLimit: 1 }, reply("<search_query>ada  lovelace\n"), before)).toMatchObject({
      endState: "repeated-call",
    });
    expect(readReply({ ...TAGS, sameCallLimit: 1 }, reply("<math_exp>1+1"), before)).toMatchObject({
      endState: "repeated-call",
    });
    expect(readReply(TAGS, reply("<math_exp>1+1"), before)).toMatchObject({ kind: "call" });
    expect(readReply({ ...TAGS, sameCallLimit: 1 }, reply("<math_exp>11"), before)).toMatchObject({ kind: "call" });
  });

  test("calls of one action count too", () => {
    const twice = { tool_calls: [call("search", '{"query":"x"}', "a"), call("search", '{"query":"X"}', "b")] };
    expect(readReply({ ...NATIVE, sameCallLimit: 1 }, reply(twice), [])).toMatchObject({ endState: "repeated-call" });
  });
});
