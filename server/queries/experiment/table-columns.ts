/** The columns of a pool's table, read row by row. */
import type pg from "pg";
import { z } from "zod";
import { ContextCodes } from "@/domain/filtering/context-codes";
import type { ContextColumns, RowColumns } from "@/domain/filtering/pool-table";
import type { Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";
import { inTypedBatches } from "./batches";

const Counts = z.tuple([z.object({ trajectories: z.int(), calls: z.int() })]);
const Trajectory = z.tuple([z.int(), z.int(), z.int(), z.int(), z.instanceof(Buffer), z.number().nullable()]);
const Step = z.tuple([z.int(), z.int(), z.int(), z.int(), z.int().nullable(), z.array(z.string())]);

/** Columns of trajectories. The caller holds a snapshot. */
export async function readRows(client: pg.ClientBase, pool: Pool): Promise<RowColumns> {
  const { trajectories: size } = await count(client, pool);
  const columns = {
    ...{ size, id: new Int32Array(size), question: new Int32Array(size), set: new Int32Array(size) },
    ...{ offset: new Int32Array(size + 1), content: new Uint32Array(2 * size), tokens: new Float64Array(size) },
  };
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const text = `SELECT t.id, t.question_id, t.question_set_id, t.num_steps, t.content_hash,
      (t.prompt_tokens::bigint + t.completion_tokens)::float8 FROM ${from} WHERE ${where} ORDER BY t.id`;
  let row = 0;
  for await (const batch of inTypedBatches(client, text, bind.values, Trajectory))
    for (const [id, question, set, steps, hash, tokens] of batch) {
      columns.id[row] = id;
      columns.question[row] = question;
      columns.set[row] = set;
      columns.offset[row + 1] = (columns.offset[row] ?? 0) + steps;
      columns.content[2 * row] = hash.readUInt32LE(0);
      columns.content[2 * row + 1] = hash.readUInt32LE(4);
      columns.tokens[row] = tokens ?? Number.NaN;
      row += 1;
    }
  return columns;
}

/** Columns of contexts and calls, of the trajectories in `rows`: those of the pool, from the same snapshot. */
export async function readSteps(client: pg.ClientBase, pool: Pool, rows: RowColumns): Promise<ContextColumns> {
  const steps = rows.offset[rows.size] ?? 0;
  const { calls } = await count(client, pool);
  const columns = {
    ...{ context: new Int32Array(steps), contextTokens: new Int32Array(steps).fill(-1) },
    ...{ toolOffset: new Int32Array(steps + 1), tool: new Uint16Array(calls), toolNames: [] as string[] },
  };
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  // A hash as two halves: numbers of 64 bits would come as text.
  const text = `SELECT s.trajectory_id, s.idx::int, (s.context_hash >> 32)::int, ((s.context_hash << 32) >> 32)::int,
      s.prompt_tokens, s.tool_calls
    FROM step s JOIN (SELECT t.id FROM ${from} WHERE ${where}) AS pool ON pool.id = s.trajectory_id
    ORDER BY s.trajectory_id, s.idx`;
  const contexts = new ContextCodes();
  const tools = new Map<string, number>();
  let [row, call, at] = [0, 0, 0];
  for await (const batch of inTypedBatches(client, text, bind.values, Step))
    for (const [trajectory, idx, high, low, tokens, names] of batch) {
      while (rows.id[row] !== trajectory) row += 1;
      if (at !== (rows.offset[row] ?? 0) + idx) throw new Error(`Trajectory ${trajectory} lacks a step before ${idx}.`);
      columns.context[at] = contexts.codeOf(high, low);
      columns.contextTokens[at] = tokens ?? -1;
      columns.toolOffset[at] = call;
      for (const name of names) {
        columns.tool[call] = codeOf(tools, name, columns.toolNames);
        call += 1;
      }
      at += 1;
    }
  columns.toolOffset.fill(call, at);
  return { ...columns, contextHash: contexts.hashes() };
}

async function count(client: pg.ClientBase, pool: Pool): Promise<z.infer<typeof Counts>[0]> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const { rows } = await client.query(
    `SELECT count(*) AS trajectories, coalesce(sum(cardinality(t.tool_calls)), 0)::int AS calls
     FROM ${from} WHERE ${where}`,
    bind.values,
  );
  return Counts.parse(rows)[0];
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
