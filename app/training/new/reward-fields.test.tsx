import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import type { Draft } from "./draft";
import { RewardFields } from "./reward-fields";

const LISTS = { models: [], engines: [], endpoints: [], templates: [], trainingSets: [] };
const DRAFT: Draft = {
  ...{ name: null, pool: EMPTY_POOL, mode: "process", baseModelId: null, engineId: null, resources: null },
  ...{ algorithm: "swirl", reward: "judge", endpointId: null, templateId: null, trainingSet: null },
};
const headings = (part: Partial<Draft>) => {
  const fields = { draft: { ...DRAFT, ...part }, lists: LISTS, onChange: () => {} };
  const html = renderToStaticMarkup(<RewardFields {...fields} />);
  return [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, text]) => text);
};

test("the reward has its heading, and is asked for where there is one", () => {
  expect(headings({})).toEqual(["Algorithm", "Reward"]);
  expect(headings({ reward: "well-formed" })).toEqual(["Algorithm", "Reward"]);
  expect(headings({ algorithm: "sft" })).toEqual(["Algorithm"]);
});
