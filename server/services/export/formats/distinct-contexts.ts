/** Goes through the distinct contexts of what is kept: what RL samples at, one row each, whatever the trainer. */
import type { FilterMode } from "@/domain/filter";
import { fillContexts } from "@/server/queries/export/contexts";
import { stepRows } from "@/server/queries/export/step-rows";
import { AS_CHAT } from "../chat-items";
import { type Head, type WalkedContext, walkContexts } from "../walk";
import type { ExportSource } from "./format";

const CONTEXT_ROWS = stepRows({
  columns: ["c.count::text"],
  joins: "LEFT JOIN export_context c ON c.trajectory = k.id AND c.step = s.idx",
  where: "k.id IN (SELECT trajectory FROM export_context)",
  withQuestion: true,
});

export type DistinctContext = WalkedContext & {
  /** How many of the kept steps have this context; the first of them is the one at hand */
  count: number;
  question: NonNullable<Head["question"]>;
};

export const countContexts = ({ snapshot }: ExportSource) => fillContexts(snapshot.client);

/** After `countContexts`. */
export async function* walkDistinctContexts({ snapshot }: ExportSource): AsyncGenerator<DistinctContext> {
  for await (const step of walkContexts(snapshot, CONTEXT_ROWS, AS_CHAT)) {
    const [count] = step.further;
    if (!count) continue;
    if (!step.head.question) throw new Error(`Trajectory ${step.head.trajectory} has no question.`);
    yield { ...step, count: Number(count), question: step.head.question };
  }
}

export const noContexts = (mode: FilterMode) =>
  `The mode ${mode} keeps no step of this pool, so there is no context: choose another mode or pool.`;
