/** Nothing that the studio asks is asked of the machine's metadata service: by address, or by a name that leads there. */
import dns from "node:dns";
import { afterEach, expect, test, vi } from "vitest";
import { renewLease } from "@/server/eval/lease";
import { complete } from "./llm/complete";
import { endpointAt, NEVER, REQUEST } from "./llm/testing";
import { requestPassages } from "./search/request-passages";
import { openTestRetriever, passages } from "./search/testing";
import { RayClient } from "./training/ray/client";

afterEach(() => vi.restoreAllMocks());

const CREDENTIALS = /credentials/;

const ASKED: [string, (origin: string) => Promise<unknown>][] = [
  [
    "an endpoint",
    (origin) =>
      complete({ ...endpointAt("http://127.0.0.1:1/v1"), baseUrl: `${origin}/v1` }, REQUEST, { signal: NEVER }),
  ],
  [
    "a retriever",
    async (origin) => {
      const answer = await requestPassages(origin, { query: "x", topk: 1, timeoutMs: 5_000 }, NEVER);
      throw new Error("reason" in answer ? answer.reason : answer.kind);
    },
  ],
  ["a lease", (origin) => renewLease(`${origin}/lease`)],
  ["Ray", (origin) => new RayClient({ address: origin, tokenVariable: null }).ask({ path: "/api/version" })],
];

test.each(ASKED)("%s at the service's address", async (_, ask) => {
  for (const origin of ["http://169.254.169.254", "http://[fd00:ec2::254]"])
    await expect(ask(origin)).rejects.toThrow(CREDENTIALS);
});

test.each(ASKED)("%s under a name that leads there", async (_, ask) => {
  // Of the overloads of lookup a spy has the type of the last one, which nobody calls here.
  const lookup = vi.spyOn(dns, "lookup") as unknown as { mockImplementation: (as: Lookup) => void };
  lookup.mockImplementation((_name, { all }, callback) =>
    all
      ? callback(null, [
          { address: "10.1.2.3", family: 4 },
          { address: "169.254.169.254", family: 4 },
        ])
      : callback(null, "169.254.169.254", 4),
  );
  await expect(ask("http://rebound.example")).rejects.toThrow(CREDENTIALS);
});

test("a name that leads elsewhere is asked", async () => {
  const retriever = await openTestRetriever();
  try {
    retriever.behave(passages("River\nIt is long."));
    const url = retriever.url.replace("127.0.0.1", "localhost");
    const answer = await requestPassages(url, { query: "x", topk: 1, timeoutMs: 5_000 }, NEVER);
    expect(answer).toMatchObject({ kind: "passages" });
  } finally {
    await retriever.close();
  }
});

type Found = string | { address: string; family: number }[];
type Lookup = (
  name: string,
  options: { all?: boolean },
  callback: (error: null, found: Found, family?: number) => void,
) => void;
