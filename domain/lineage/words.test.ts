import { expect, test } from "vitest";
import type { Figure } from "./node";
import { figureWords } from "./words";

const HASH = "76681daf930fd9f6d85e8e42e32cdd5ce30d13933b3bf66b7035fbf57a3e355e";

test.each<[Figure, string]>([
  [{ kind: "questions", n: 1 }, "1 question"],
  [{ kind: "trajectories", n: 12_345 }, "12,345 trajectories"],
  [{ kind: "accuracy", sets: [{ name: "Set", share: 0.6, n: 100 }] }, "60.0\u00a0% right, n = 100: Set"],
  [{ kind: "accuracy", sets: [{ name: "Set", share: null, n: 0 }] }, "Set: not labelled"],
  [{ kind: "reasonable", share: 0.25, n: 8 }, "25.0\u00a0% reasonable, n = 8"],
  [{ kind: "correct", share: null, n: 0 }, "none labelled yet"],
  [{ kind: "kept", kept: 116, of: 302 }, "keeps 116 of 302 trajectories"],
  [{ kind: "kept", kept: 1, of: null }, "keeps 1 trajectory"],
  [{ kind: "kept", kept: null, of: null }, "count not recorded"],
  [{ kind: "sha256", sha256: HASH }, "sha256 76681daf930f"],
  [{ kind: "sha256", sha256: null }, "not frozen"],
  [{ kind: "updates", algorithm: "SFT", n: 1 }, "SFT, 1 update"],
  [{ kind: "weights", sha256: HASH }, "weights 76681daf930f"],
])("%o", (figure, words) => expect(figureWords(figure)).toBe(words));
