import { expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { initialValues, planOf, suggestName } from "./values";

const endpoint = { servedName: "judge-7b" };
const template = { name: "Reasonable step", version: 2 };

test("the form begins as a plan that can be started", () => {
  const model = planOf(initialValues(3, 4), EMPTY_POOL, "Run");
  expect(model.data?.judge).toMatchObject({ kind: "model", endpointId: 3, templateId: 4, votes: 1, temperature: 0 });
  // Without an endpoint only rules can judge.
  expect(planOf(initialValues(null, 4), EMPTY_POOL, "Run").data?.judge).toMatchObject({ kind: "rule" });
});

test.each([
  ["votes", ""],
  ["votes", "1.5"],
  ["temperature", "warm"],
  ["maxTokens", "0"],
  ["seed", "-1"],
])("%s cannot be %j", (field, text) => {
  const plan = planOf({ ...initialValues(3, 4), [field]: text }, EMPTY_POOL, "Run");
  expect(plan.error?.issues.map(({ path }) => path.at(-1))).toEqual([field]);
});

test("a name says who judges and how", () => {
  const values = initialValues(3, 4);
  expect(suggestName(values, endpoint, template)).toBe("judge-7b, Reasonable step v2");
  expect(suggestName({ ...values, votes: "5" }, endpoint, template)).toBe("judge-7b, Reasonable step v2, 5 votes");
  expect(suggestName({ ...values, kind: "rule", rules: ["answer-present"] }, endpoint, template)).toBe("Rules: answer");
});
