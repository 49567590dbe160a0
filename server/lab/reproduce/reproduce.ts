/** The whole miniature: its units, then the page of its results. */
import { availableParallelism, cpus } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { Db } from "@/server/db";
import { countParameters } from "../parameters";
import { LabPlace } from "../place";
import type { Lab } from "../register";
import { writePage } from "./page-file";
import { readRunLog } from "./result-files";
import { Reproduction } from "./run";
import { FULL, type ReproduceScale } from "./scale";

/** Of a lab, what is wanted of it. */
export const ReproduceRequest = LabPlace.extend({
  /** null: all */
  seeds: z.array(z.int().positive()).nullable(),
  isSmoke: z.boolean(),
  /** Where results.md and results/ are */
  docs: z.string(),
});
export type ReproduceRequest = z.infer<typeof ReproduceRequest>;

const SMOKE: ReproduceScale = {
  questions: { arithmetic: 12, encyclopedia: 8 },
  samples: 2,
  updates: 2,
  heldOut: 6,
  seeds: [1],
};

/** Answers what was written. Interrupted, it is called again and goes on. */
export async function reproduce(db: Db, lab: Lab, asked: ReproduceRequest): Promise<{ items: number; page: string }> {
  const scale = asked.isSmoke ? SMOKE : FULL;
  const folder = path.join(asked.docs, "results");
  const reproduction = new Reproduction(db, lab, {
    scale: { ...scale, seeds: asked.seeds ?? scale.seeds },
    folder,
    machine: `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"})`,
    log: (await readRunLog(folder)) ?? {
      command: ["npm run reproduce", ...(asked.isSmoke ? ["-- --smoke"] : [])].join(" "),
      parameters: await countParameters(path.join(asked.storage, asked.base, "model.safetensors")),
      ...{ trainedWith: [], units: [], notRun: [] },
    },
  });
  await reproduction.run();
  return writePage(asked.docs);
}
