/** Some rows of a table, as a table of their own. */
import { type PoolTable, stepsOf } from "./pool-table";

type Column = Int8Array | Uint8Array | Int16Array | Int32Array | Float64Array;

/** `rows`: indexes into `whole`, ascending. Names of tools stay those of the whole. */
export function partOfTable(whole: PoolTable, rows: Int32Array): PoolTable {
  const offset = new Int32Array(rows.length + 1);
  rows.forEach((row, index) => {
    offset[index + 1] = (offset[index] ?? 0) + (whole.offset[row + 1] ?? 0) - (whole.offset[row] ?? 0);
  });
  const content = new Uint32Array(2 * rows.length);
  rows.forEach((row, index) => {
    content[2 * index] = whole.content[2 * row] ?? 0;
    content[2 * index + 1] = whole.content[2 * row + 1] ?? 0;
  });
  const part = {
    ...{ size: rows.length, offset, content },
    ...{ id: partOfRows(whole.id, rows), question: partOfRows(whole.question, rows) },
    ...{ set: partOfRows(whole.set, rows), tokens: partOfRows(whole.tokens, rows) },
    contextTokens: partOfSteps(whole.contextTokens, whole, rows),
  };
  return { ...part, ...contextsOf(whole, rows), ...callsOf(whole, rows, stepsOf(part)) };
}

/** A column of trajectories. */
export function partOfRows<T extends Column>(column: T, rows: Int32Array): T {
  const part = emptyLike(column, rows.length);
  for (let index = 0; index < rows.length; index += 1) part[index] = column[rows[index] ?? 0] ?? 0;
  return part;
}

/** A column of steps; one that holds nothing stays so. */
export function partOfSteps<T extends Column>(column: T, { offset }: Pick<PoolTable, "offset">, rows: Int32Array): T {
  let steps = 0;
  if (column.length > 0) for (const row of rows) steps += (offset[row + 1] ?? 0) - (offset[row] ?? 0);
  const part = emptyLike(column, steps);
  let at = 0;
  if (steps > 0)
    for (const row of rows)
      for (let step = offset[row] ?? 0; step < (offset[row + 1] ?? 0); step += 1) {
        part[at] = column[step] ?? 0;
        at += 1;
      }
  return part;
}

const emptyLike = <T extends Column>(column: T, length: number): T =>
  new (column.constructor as new (length: number) => T)(length);

/** Contexts are counted anew, in the order in which they first occur in the part. */
function contextsOf(whole: PoolTable, rows: Int32Array): Pick<PoolTable, "context" | "contextHash"> {
  const context = partOfSteps(whole.context, whole, rows);
  const codes = new Int32Array(whole.contextHash.length).fill(-1);
  const hashes = new BigInt64Array(Math.min(context.length, codes.length));
  let found = 0;
  for (let at = 0; at < context.length; at += 1) {
    const old = context[at] ?? 0;
    let code = codes[old] ?? -1;
    if (code < 0) {
      code = found;
      codes[old] = code;
      hashes[code] = whole.contextHash[old] ?? 0n;
      found += 1;
    }
    context[at] = code;
  }
  return { context, contextHash: hashes.slice(0, found) };
}

function callsOf(
  whole: PoolTable,
  rows: Int32Array,
  steps: number,
): Pick<PoolTable, "toolOffset" | "tool" | "toolNames"> {
  const { toolNames } = whole;
  if (whole.toolOffset.length === 0) return { toolOffset: whole.toolOffset, tool: whole.tool, toolNames };
  const toolOffset = new Int32Array(steps + 1);
  const tool = new Uint16Array(whole.tool.length);
  let [at, call] = [0, 0];
  for (const row of rows)
    for (let step = whole.offset[row] ?? 0; step < (whole.offset[row + 1] ?? 0); step += 1) {
      for (let own = whole.toolOffset[step] ?? 0; own < (whole.toolOffset[step + 1] ?? 0); own += 1) {
        tool[call] = whole.tool[own] ?? 0;
        call += 1;
      }
      at += 1;
      toolOffset[at] = call;
    }
  return { toolOffset, tool: tool.slice(0, call), toolNames };
}
