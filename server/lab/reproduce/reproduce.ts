/** The whole miniature: its units, then the page of its results. */
import { writeFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import path from "node:path";
import { z } from "zod";
import { resultsPage } from "@/domain/reproduce/report";
import type { Db } from "@/server/db";
import { countParameters } from "../parameters";
import { LabPlace } from "../place";
import type { Lab } from "../register";
import { readTrained } from "../trained";
import { Reproduction } from "./run";
import { FULL, type ReproduceScale } from "./scale";

/** Of a lab, what is wanted of it. */
export const ReproduceRequest = LabPlace.extend({
  /** null: all */
  seeds: z.array(z.int().positive()).nullable(),
  isSmoke: z.boolean(),
  /** Files to write */
  items: z.string(),
  page: z.string(),
});
export type ReproduceRequest = z.infer<typeof ReproduceRequest>;

const SMOKE: ReproduceScale = {
  questions: { arithmetic: 12, encyclopedia: 8 },
  samples: 2,
  updates: 2,
  heldOut: 6,
  seeds: [1],
};

/** Answers how many answers there are. Interrupted, it is called again and goes on. */
export async function reproduce(db: Db, lab: Lab, asked: ReproduceRequest): Promise<{ items: number; page: string }> {
  const scale = asked.isSmoke ? SMOKE : FULL;
  const seeds = asked.seeds ?? scale.seeds;
  const reproduction = new Reproduction(db, lab, { scale: { ...scale, seeds }, file: asked.items });
  const items = await reproduction.run();
  const { versions, codeVersion } = await readTrained(db);
  const page = resultsPage(items, reproduction.notRun, {
    command: ["npm run reproduce", ...(asked.isSmoke ? ["-- --smoke"] : [])].join(" "),
    finishedAt: new Date().toISOString(),
    machine: `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"})`,
    versions,
    codeVersion,
    parameters: await countParameters(path.join(asked.storage, asked.base, "model.safetensors")),
  });
  await writeFile(asked.page, page);
  return { items: items.length, page: asked.page };
}
