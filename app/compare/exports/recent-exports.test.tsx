import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { RecentExports } from "./recent-exports";

const options = (name: string) => ({
  queryOptions: (input: unknown, more: object) => ({ queryKey: [name, input ?? null], ...more }),
});
vi.mock("@/app/trpc", () => ({
  useTRPC: () => ({ compare: { exports: options("exports"), export: options("export") } }),
}));
vi.mock("./use-export", () => ({ useExport: () => ({ isPending: false, mutate: () => {} }) }));

const DONE = {
  id: 7,
  format: "verl" as const,
  title: "verl",
  request: {
    ...{ format: "verl" as const, pool: EMPTY_POOL, mode: "none" as const, file: "jsonl" as const, gzip: false },
    ...{ filter: null, trainingSet: null },
  },
  status: "done" as const,
  message: null,
  fileName: "verl-7.jsonl",
  expectedRows: 5,
  rows: 5,
  bytes: 100,
  sha256: "a".repeat(64),
  startedAt: "2026-01-01T00:00:00.000Z",
  heartbeatAt: "2026-01-01T00:00:02.000Z",
  finishedAt: "2026-01-01T00:00:02.000Z",
};

test("a row says what the list says, whatever was known of that export before", () => {
  const client = new QueryClient();
  client.setQueryData(["export", { id: 7 }], { ...DONE, status: "running", sha256: null, finishedAt: null });
  const html = renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <RecentExports initial={[DONE]} />
    </QueryClientProvider>,
  );
  expect(html).toContain("complete in");
  expect(html).not.toContain("progressbar");
});
