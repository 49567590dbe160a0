import { beforeAll, expect, test, vi } from "vitest";
import { cancelEvalMatrix } from "@/server/services/eval/act";
import { addModel } from "@/server/testing/endpoint";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { evalCommand } from "./eval";

const { own, run: load, rows } = useImports();

beforeAll(async () => {
  await load([
    HEADER,
    { type: "question-set", key: "sums", name: "sums", metric: "gsm8k" },
    { type: "question", set: "sums", key: "q", text: "What is 1 + 1?", answers: ["2"] },
  ]);
  await addModel(own.db, { url: "http://127.0.0.1:9/v1", name: "base" });
});

test("it waits through a restart of the database, and then says how the evals ended", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const command = evalCommand(["--model", "base", "--set", "sums"], own.db);
  const { id } = await vi.waitFor(
    async () => (await rows("SELECT id FROM eval_matrix"))[0] ?? expect.fail("It is not begun."),
    { timeout: 20_000 },
  );
  const gone = Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" });
  const query = vi.spyOn(own.db.pool, "query").mockImplementation(() => Promise.reject(gone));
  const before = query.mock.calls.length;
  await vi.waitFor(() => expect(query.mock.calls.length).toBeGreaterThan(before + 1), { timeout: 20_000 });
  query.mockRestore();
  await cancelEvalMatrix(own.db, id);
  expect(await command).toBe(3);
  expect(said).toHaveBeenCalled();
  vi.restoreAllMocks();
});
