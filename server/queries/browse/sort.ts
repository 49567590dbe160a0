/** Sort orders as SQL: keyset paging with a defined place for missing values, and ties broken by id. */
import type { Direction, Position } from "@/domain/browse";
import type { Sort, SortKey } from "@/domain/pool";
import type { Bindings, PoolJoins } from "../pool-where";

type KeySql = {
  expression: string;
  /** The key as text that reads back to exactly the same value */
  text: string;
  type: string;
  isNullable: boolean;
  joins: PoolJoins;
  /** Whether an index of trajectory has this order */
  isIndexed: boolean;
};

const KEYS: Record<SortKey, KeySql> = {
  created: {
    expression: "t.created_at",
    text: `to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    type: "timestamptz",
    isNullable: false,
    joins: {},
    isIndexed: true,
  },
  steps: {
    expression: "t.num_steps",
    text: "t.num_steps::text",
    type: "int",
    isNullable: false,
    joins: {},
    isIndexed: true,
  },
  score: {
    // Sums up to 100 × 32,000: two different means are further apart than 1e-12, so this orders them exactly.
    expression: "round(j.score_sum::numeric / nullif(j.score_count, 0), 12)",
    text: "round(j.score_sum::numeric / nullif(j.score_count, 0), 12)::text",
    type: "numeric",
    isNullable: true,
    joins: { judgment: true },
    isIndexed: false,
  },
  tokens: {
    expression: "(t.prompt_tokens::bigint + t.completion_tokens)",
    text: "(t.prompt_tokens::bigint + t.completion_tokens)::text",
    type: "bigint",
    isNullable: true,
    joins: {},
    isIndexed: false,
  },
  question: {
    // The order must not depend on the server's locale; a cursor must not carry a whole document.
    expression: `left(q.text, 200) COLLATE "C"`,
    text: "left(q.text, 200)",
    type: "text",
    isNullable: false,
    joins: { question: true },
    isIndexed: false,
  },
};

export function sortKey(sort: Sort): KeySql {
  return KEYS[sort.by];
}

/** ORDER BY for rows read in sort order (`after`) or against it (`before`). Missing values come last in sort order. */
export function orderBy(sort: Sort, direction: Direction): string {
  const { expression, isNullable } = KEYS[sort.by];
  const word = sort.descending === (direction === "after") ? "DESC" : "ASC";
  // Said only where there can be nulls: otherwise it would keep PostgreSQL from walking an index.
  const nulls = isNullable ? (direction === "after" ? " NULLS LAST" : " NULLS FIRST") : "";
  return `${expression} ${word}${nulls}, t.id ${word}`;
}

/** The condition that a row comes after (or before) a position in sort order. */
export function beyond(sort: Sort, direction: Direction, position: Position, bind: Bindings): string {
  const { expression, type, isNullable } = KEYS[sort.by];
  const isForward = direction === "after";
  const sign = sort.descending === isForward ? "<" : ">";
  const id = `${bind.add(position.id)}::int`;
  if (position.key === null) {
    const among = `(${expression} IS NULL AND t.id ${sign} ${id})`;
    return isForward ? among : `(${expression} IS NOT NULL OR ${among})`;
  }
  const key = `${bind.add(position.key)}::${type}${type === "text" ? ` COLLATE "C"` : ""}`;
  const compared = `(${expression}, t.id) ${sign} (${key}, ${id})`;
  return isNullable && isForward ? `(${compared} OR ${expression} IS NULL)` : compared;
}
