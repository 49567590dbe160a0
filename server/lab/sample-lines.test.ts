/** What of a recording may stand in the repository. */
import { expect, test } from "vitest";
import { prepareLines } from "./sample-lines";

const LINES = [
  '{"type":"swirl-studio","version":1}',
  '{"type":"question-set","key":"a","name":"A","isSample":false}',
  '{"type":"question","set":"a","key":"1","text":"What is 1/2?","answers":["0.5"]}',
  '{"type":"model","name":"M","path":"/tmp/lab-x1/base","isSample":false}',
  '{"type":"training-run","key":"t","name":"T","config":"folder: /tmp/lab-x1/runs/t\\n","python":"/opt/py/bin/python"}',
];
const REPLACEMENTS = [
  ["/tmp/lab-x1", "/lab"],
  ["/opt/py/bin/python", "python"],
] as const;

test("sets, runs and models are marked, folders renamed, records counted", () => {
  const { jsonl, counts } = prepareLines(LINES, REPLACEMENTS, ["/tmp/", "some-host"]);
  const records = jsonl
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(records[0]).toEqual({ type: "swirl-studio", version: 1 });
  expect(records[1]).toEqual({ type: "question-set", key: "a", name: "A", isSample: true });
  expect(records[2]).not.toHaveProperty("isSample");
  expect(records[3]).toEqual({ type: "model", name: "M", path: "/lab/base", isSample: true });
  expect(records[4]).toMatchObject({ config: "folder: /lab/runs/t\n", python: "python", isSample: true });
  expect(counts).toEqual({ "swirl-studio": 1, "question-set": 1, question: 1, model: 1, "training-run": 1 });
});

test("what is left of the machine is refused, wherever it stands", () => {
  const line = '{"type":"training-run","key":"t","name":"T","logTail":"node some-host began in /var/x"}';
  expect(() => prepareLines([line], [], ["/tmp/", "some-host"])).toThrow(
    'A training-run record still holds "some-host"',
  );
});
