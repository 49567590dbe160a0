import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arbitraryPool,
  judgeColumn,
  outcomeColumn,
  type PlainTrajectory,
  tableOf,
} from "@/server/testing/filtering/pool";
import { ContextCodes } from "./context-codes";
import { partOfRows, partOfSteps, partOfTable } from "./part";
import { NO_CONTEXTS, type PoolTable } from "./pool-table";

/** Names instead of their indexes: a part keeps the names of its whole. */
const named = ({ tool, toolNames, ...table }: PoolTable) => ({
  ...table,
  tools: Array.from(tool, (index) => toolNames[index]),
});

const arbitraryPart = arbitraryPool.chain((pool) =>
  fc.tuple(fc.constant(pool), fc.array(fc.boolean(), { minLength: pool.length, maxLength: pool.length })),
);

function rowsOf(pool: readonly PlainTrajectory[], isIn: readonly boolean[]): Int32Array {
  return Int32Array.from(pool.flatMap((_, row) => (isIn[row] ? [row] : [])));
}

test("a part is the table that its trajectories make by themselves", () => {
  fc.assert(
    fc.property(arbitraryPart, ([pool, isIn]) => {
      const whole = tableOf(pool);
      const rows = rowsOf(pool, isIn);
      const own = pool.filter((_, row) => isIn[row]);
      expect(named(partOfTable(whole, rows))).toEqual(named(tableOf(own)));
      expect(partOfSteps(judgeColumn(pool, 1).rating, whole, rows)).toEqual(judgeColumn(own, 1).rating);
      expect(partOfRows(outcomeColumn(pool, 0).value, rows)).toEqual(outcomeColumn(own, 0).value);
    }),
  );
});

test("a part of a table without contexts has none either", () => {
  fc.assert(
    fc.property(arbitraryPart, ([pool, isIn]) => {
      const rows = rowsOf(pool, isIn);
      const part = partOfTable({ ...tableOf(pool), ...NO_CONTEXTS }, rows);
      expect(part).toEqual({ ...tableOf(pool.filter((_, row) => isIn[row])), ...NO_CONTEXTS });
    }),
  );
});

test("equal hashes have one code, counted as they come, and each code its hash", () => {
  const hash = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -20n, max: 20n }));
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 3_000, size: "max" }), (hashes) => {
      const codes = new ContextCodes();
      const given = hashes.map((one) => codes.codeOf(Number(one >> 32n), Number(BigInt.asIntN(32, one))));
      const distinct = [...new Set(hashes)];
      expect([...codes.hashes()]).toEqual(distinct);
      const expected = new Map(distinct.map((one, code) => [one, code]));
      expect(given).toEqual(hashes.map((one) => expected.get(one)));
    }),
    { numRuns: 30 },
  );
});
