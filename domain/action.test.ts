import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actionWords, inlineResults, readAction } from "./action";
import type { Message } from "./message";

const said = (content: string): Message => ({ role: "assistant", content });
const native = (content: string, ...calls: [name: string, args: unknown, id?: string][]): Message => ({
  role: "assistant",
  content,
  tool_calls: calls.map(([name, args, id]) => ({ id, type: "function", function: { name, arguments: args } })),
});

/** Text without any of the signs that the protocols give a meaning. */
const plain = fc.string({ unit: fc.constantFrom(..."abc xyz .,\n0129+*/'\"é漢🙂") }).map((text) => text.trim());

describe("native tool calls", () => {
  test("one call with thought", () => {
    expect(readAction(native("I look it up.", ["search", '{"query":"Selk"}', "c1"]))).toEqual({
      thought: "I look it up.",
      calls: [{ tool: "search", input: '{"query":"Selk"}', id: "c1" }],
      answer: null,
    });
  });

  test("parallel calls in order, without text; arguments may be an object, an id may be missing", () => {
    expect(readAction(native("", ["search", { query: "a" }], ["calculator", "1+1", "c2"]))).toEqual({
      thought: "",
      calls: [
        { tool: "search", input: '{"query":"a"}', id: null },
        { tool: "calculator", input: "1+1", id: "c2" },
      ],
      answer: null,
    });
  });

  test("an answer beside a call is read as well, and tags in the text are no further calls", () => {
    const action = readAction(native("<math_exp>1+1</math_exp><answer>2</answer>", ["search", "{}"]));
    expect(action.calls.map(({ tool }) => tool)).toEqual(["search"]);
    expect(action.answer).toBe("2");
    expect(action.thought).toBe("<math_exp>1+1</math_exp>");
  });

  test("any number of calls comes back as written", () => {
    const call = fc.tuple(fc.string({ minLength: 1 }), fc.string(), fc.string());
    fc.assert(
      fc.property(plain, fc.array(call, { minLength: 1, maxLength: 6 }), (text, calls) => {
        const action = readAction(native(text, ...calls));
        expect(action.calls.map(({ tool, input, id }) => [tool, input, id])).toEqual(calls);
        expect(action.thought).toBe(text);
      }),
    );
  });
});

describe("tags", () => {
  test("a search", () => {
    expect(readAction(said("Who was it?\n<search_query> river Selk </search_query>"))).toEqual({
      thought: "Who was it?",
      calls: [{ tool: "search", input: "river Selk", id: null }],
      answer: null,
    });
  });

  test("parallel calculations in order, over several lines", () => {
    const action = readAction(said("<math_exp>1 + 1</math_exp> and\n<math_exp>2\n* 3</math_exp>"));
    expect(action.calls.map(({ input }) => input)).toEqual(["1 + 1", "2\n* 3"]);
    expect(action.thought).toBe("and");
  });

  test("calls to different tools come in the order they were written", () => {
    const action = readAction(said("<math_exp>1 + 1</math_exp><search_query>Selk</search_query>"));
    expect(action.calls.map(({ tool }) => tool)).toEqual(["calculator", "search"]);
  });

  test("an empty call is a call", () => {
    expect(readAction(said("<search_query></search_query>")).calls).toEqual([{ tool: "search", input: "", id: null }]);
  });

  test.each(["<search_query>river", "river</search_query>", "<answer>42", "<math_exp>1 + <math_exp>2"])(
    "an unclosed tag stays in the thought: %s",
    (text) => {
      expect(readAction(said(text))).toEqual({ thought: text, calls: [], answer: null });
    },
  );

  test("what is opened twice is read from the last opening", () => {
    expect(readAction(said("<math_exp>1 + <math_exp>2 * 3</math_exp>"))).toEqual({
      thought: "<math_exp>1 +",
      calls: [{ tool: "calculator", input: "2 * 3", id: null }],
      answer: null,
    });
    expect(readAction(said("<answer><answer>4</answer>")).answer).toBe("4");
  });

  test.each(["<answer>", "<math_exp>", "<search_query>", "<<1=", "</answer>"])(
    "a megabyte of %s, as a model in a loop writes it, is read at once",
    (tag) => {
      const start = performance.now();
      readAction(said(tag.repeat(1_000_000 / tag.length)));
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );

  test("an answer is trimmed, may be empty, and may run over lines", () => {
    expect(readAction(said("So:\n<answer> River\nSelk </answer>"))).toEqual({
      thought: "So:",
      calls: [],
      answer: "River\nSelk",
    });
    expect(readAction(said("<answer></answer>")).answer).toBe("");
  });

  test("thought, calls and answer come back from what they were written as", () => {
    fc.assert(
      fc.property(plain, fc.array(plain, { maxLength: 4 }), fc.option(plain), (thought, inputs, answer) => {
        const written = [
          thought,
          ...inputs.map((input) => `<math_exp>${input}</math_exp>`),
          ...(answer === null ? [] : [`<answer>${answer}</answer>`]),
        ];
        expect(readAction(said(written.join("")))).toEqual({
          thought,
          calls: inputs.map((input) => ({ tool: "calculator", input, id: null })),
          answer,
        });
      }),
    );
  });
});

describe("inline calculator calls", () => {
  const text = "He pays 3*4 = $<<3*4=12>>12 and 2*5 = $<<2*5=10>>10.";

  test("expressions and results in order; the text stays whole", () => {
    expect(readAction(said(text))).toEqual({
      thought: text,
      calls: [
        { tool: "calculator", input: "3*4", id: null },
        { tool: "calculator", input: "2*5", id: null },
      ],
      answer: null,
    });
    expect(inlineResults(text)).toEqual(["12", "10"]);
  });

  test("as many calls as results, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<<>>=+12 a") }), (any) => {
        expect(inlineResults(any).length).toBe(readAction(said(any)).calls.length);
      }),
    );
  });

  test("unclosed, they are text", () => {
    expect(readAction(said("<<3*4=12> and <<5*6"))).toEqual({
      thought: "<<3*4=12> and <<5*6",
      calls: [],
      answer: null,
    });
  });
});

test("no text at all is an action without thought, calls or answer", () => {
  for (const content of ["", "  \n", null, undefined, []])
    expect(readAction({ role: "assistant", content })).toEqual({ thought: "", calls: [], answer: null });
  expect(readAction({ role: "assistant", content: "", tool_calls: [] }).calls).toEqual([]);
});

test("reasoning stands before what is said, and content may come in parts", () => {
  const message: Message = {
    role: "assistant",
    reasoning_content: "Hmm.",
    content: [
      { type: "text", text: "So" },
      { type: "text", text: "<answer>4</answer>" },
    ],
  };
  expect(readAction(message)).toEqual({ thought: "Hmm.\n\nSo", calls: [], answer: "4" });
});

test("the words to find an action by: reasoning, text, calls", () => {
  const message = { ...native("I look.", ["search", { query: "Selk" }]), reasoning_content: "Hmm." };
  expect(actionWords(message)).toBe('Hmm.\nI look.\nsearch {"query":"Selk"}');
  expect(actionWords(said("Done. <answer>4</answer>"))).toBe("Done. <answer>4</answer>");
  expect(actionWords({ role: "assistant" })).toBe("");
});

test("never throws, and never finds an answer that is not between its tags", () => {
  const soup = fc.array(
    fc.constantFrom(
      "<answer>",
      "</answer>",
      "<math_exp>",
      "</math_exp>",
      "<search_query>",
      "</search_query>",
      "<<1=2>>",
      "x",
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(soup, (parts) => {
      const text = parts.join("");
      const { answer } = readAction(said(text));
      if (answer !== null) expect(text).toContain("</answer>");
    }),
  );
});
