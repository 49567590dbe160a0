/** Reads a pool into the columns that filters decide over (domain/filtering/pool-table.ts). */
import type pg from "pg";
import { z } from "zod";
import type { PoolTable } from "@/domain/filtering/pool-table";
import type { Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";
import { inTypedBatches } from "./batches";

const Count = z.tuple([z.object({ trajectories: z.int(), steps: z.int(), calls: z.int() })]);
const Trajectory = z.tuple([z.int(), z.int(), z.int(), z.int(), z.instanceof(Buffer), z.number().nullable()]);
const Step = z.tuple([z.int(), z.int(), z.string(), z.int().nullable(), z.array(z.string())]);

export type ReadOptions = {
  /** Whether the columns of contexts and tool calls are read; without, they hold nothing */
  withContexts?: boolean;
};

/** The caller holds a snapshot: all columns of one table come from the same view of the database. */
export async function readPoolTable(
  client: pg.ClientBase,
  pool: Pool,
  { withContexts = true }: ReadOptions = {},
): Promise<PoolTable> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const counted = await client.query(
    `SELECT count(*) AS trajectories, coalesce(sum(t.num_steps), 0)::int AS steps,
       coalesce(sum(cardinality(t.tool_calls)), 0)::int AS calls FROM ${from} WHERE ${where}`,
    bind.values,
  );
  const [{ trajectories, steps, calls }] = Count.parse(counted.rows);
  const table = {
    size: trajectories,
    id: new Int32Array(trajectories),
    question: new Int32Array(trajectories),
    set: new Int32Array(trajectories),
    offset: new Int32Array(trajectories + 1),
    content: new Uint32Array(2 * trajectories),
    tokens: new Float64Array(trajectories),
    context: new BigInt64Array(steps),
    contextTokens: new Int32Array(steps).fill(-1),
    toolOffset: new Int32Array(steps + 1),
    tool: new Uint16Array(calls),
    toolNames: [] as string[],
  };
  await readTrajectories(client, pool, table);
  if (withContexts) await readSteps(client, pool, table);
  return table;
}

type Filling = { -readonly [K in keyof PoolTable]: PoolTable[K] } & { toolNames: string[] };

async function readTrajectories(client: pg.ClientBase, pool: Pool, table: Filling): Promise<void> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const text = `SELECT t.id, t.question_id, t.question_set_id, t.num_steps, t.content_hash,
      (t.prompt_tokens::bigint + t.completion_tokens)::float8 FROM ${from} WHERE ${where} ORDER BY t.id`;
  let row = 0;
  for await (const batch of inTypedBatches(client, text, bind.values, Trajectory))
    for (const [id, question, set, steps, hash, tokens] of batch) {
      table.id[row] = id;
      table.question[row] = question;
      table.set[row] = set;
      table.offset[row + 1] = (table.offset[row] ?? 0) + steps;
      table.content[2 * row] = hash.readUInt32LE(0);
      table.content[2 * row + 1] = hash.readUInt32LE(4);
      table.tokens[row] = tokens ?? Number.NaN;
      row += 1;
    }
}

async function readSteps(client: pg.ClientBase, pool: Pool, table: Filling): Promise<void> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const text = `SELECT s.trajectory_id, s.idx::int, s.context_hash::text, s.prompt_tokens, s.tool_calls
    FROM step s JOIN (SELECT t.id FROM ${from} WHERE ${where}) AS pool ON pool.id = s.trajectory_id
    ORDER BY s.trajectory_id, s.idx`;
  const codes = new Map<string, number>();
  let [row, call, at] = [0, 0, 0];
  for await (const batch of inTypedBatches(client, text, bind.values, Step))
    for (const [trajectory, idx, context, tokens, tools] of batch) {
      while (table.id[row] !== trajectory) row += 1;
      if (at !== (table.offset[row] ?? 0) + idx)
        throw new Error(`Trajectory ${trajectory} lacks a step before ${idx}.`);
      table.context[at] = BigInt(context);
      table.contextTokens[at] = tokens ?? -1;
      table.toolOffset[at] = call;
      for (const tool of tools) {
        table.tool[call] = codeOf(codes, tool, table.toolNames);
        call += 1;
      }
      at += 1;
    }
  table.toolOffset.fill(call, at);
}

/** Tools are few; what a pool calls beyond 65,535 different names counts as the last of them. */
function codeOf(codes: Map<string, number>, tool: string, names: string[]): number {
  const known = codes.get(tool);
  if (known !== undefined) return known;
  if (names.length > 65_535) return 65_535;
  names.push(tool);
  codes.set(tool, names.length - 1);
  return names.length - 1;
}
