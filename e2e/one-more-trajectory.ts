/** One more sample of a question, as a file brings it to a studio with the toy pool. */
import { expect } from "@playwright/test";

export async function importTrajectory(url: string) {
  const answer = await fetch(`${url}/api/export?format=studio`);
  const lines = (await answer.text()).trim().split("\n");
  const header = lines[0] ?? "";
  const records = lines.map((line): Record<string, unknown> => JSON.parse(line));
  const sample = records.find(({ type, run }) => type === "trajectory" && run === "sample:base");
  const more = { ...sample, sample: 99, verdicts: [], outcomes: [] };
  const imported = await fetch(`${url}/api/import?name=more.jsonl`, {
    method: "POST",
    body: `${header}\n${JSON.stringify(more)}\n`,
  });
  expect(await imported.json()).toMatchObject({ status: "done", counts: expect.anything() });
}
