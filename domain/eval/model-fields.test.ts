import { expect, test } from "vitest";
import { modelFields } from "./model-fields";

const quiet = { chat_template_kwargs: { enable_thinking: false } };

test("what is about the model goes with it; what is about a server, and secrets, do not", () => {
  const body = { ...quiet, min_p: 0.1, model: "other", max_tokens: null, max_completion_tokens: 9, priority: 3 };
  expect(modelFields(body, null)).toEqual({ ...quiet, min_p: 0.1 });
  expect(modelFields({ chat_template_kwargs: { hub: { api_key: "x" } } }, null)).toEqual({});
});

test("what it was trained with counts for the chat template, also where that was nothing", () => {
  expect(modelFields({ ...quiet, top_k: 5 }, { mode: "short" })).toEqual({
    chat_template_kwargs: { mode: "short" },
    top_k: 5,
  });
  expect(modelFields({ ...quiet, top_k: 5 }, {})).toEqual({ top_k: 5 });
});

test("a secret that its training was told is not carried either", () => {
  expect(modelFields({ ...quiet, top_k: 5 }, { hub: { api_key: "x" } })).toEqual({ top_k: 5 });
});
