import { expect, test } from "vitest";
import { policyAsRead } from "./policy";

const A = "a".repeat(64);
const B = "b".repeat(64);

test.each(["on-policy", "off-policy", "unknown"] as const)("%s stays while nothing speaks against it", (launched) => {
  for (const [model, read] of [
    [A, A],
    [A, null],
    [null, B],
    [null, null],
  ] as const)
    expect(policyAsRead(launched, model, read)).toEqual({ policy: launched, otherWeights: null });
});

test.each(["on-policy", "off-policy", "unknown"] as const)(
  "%s is not claimed where the trainer read other weights",
  (launched) => {
    expect(policyAsRead(launched, A, B)).toEqual({ policy: "unknown", otherWeights: { read: B, model: A } });
  },
);
