import { expect, test } from "vitest";
import { type EndpointForm, modelNameOf, readForm, toForm } from "./form-values";

const filled: EndpointForm = {
  ...toForm(null),
  name: "local",
  baseUrl: "http://127.0.0.1:8000/v1",
  servedName: "qwen",
};

test("what is typed is what is meant", () => {
  const form = {
    ...filled,
    timeoutSeconds: "0.5",
    patienceSeconds: "90",
    extraBody: '{"min_p": 0.05}',
    keyVariable: " K ",
  };
  const read = readForm(form);
  expect(read).toMatchObject({
    settings: { timeoutMs: 500, patienceMs: 90_000, extraBody: { min_p: 0.05 }, keyVariable: "K" },
  });
  if ("settings" in read)
    expect(toForm({ ...read.settings, id: 1 })).toEqual({
      ...form,
      keyVariable: "K",
      extraBody: '{\n  "min_p": 0.05\n}',
    });
});

test("each error stands at its field", () => {
  const read = readForm({
    ...toForm(null),
    baseUrl: "localhost",
    keyVariable: "sk-123",
    maxConcurrency: "many",
    timeoutSeconds: "",
    patienceSeconds: "0",
    extraBody: "[1]",
  });
  expect("errors" in read && Object.keys(read.errors).sort()).toEqual([
    "baseUrl",
    "extraBody",
    "keyVariable",
    "maxConcurrency",
    "name",
    "patienceSeconds",
    "servedName",
    "timeoutSeconds",
  ]);
});

test("the model's name follows the served one until it is typed; empty is none", () => {
  expect(modelNameOf(filled)).toBe("qwen");
  expect(modelNameOf({ ...filled, modelName: "mine" })).toBe("mine");
  expect(modelNameOf({ ...filled, modelName: " " })).toBeNull();
});
