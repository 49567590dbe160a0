/**
 * What a database calls by a number that means nothing in another, as files name it instead: by its key, or by its name
 * where it has none.
 */
import { z } from "zod";

export type Ref =
  | { kind: "question set" | "rollout run" | "model" | "corpus"; key: string }
  | { kind: "judging run" | "labelling run"; key: string; version: number }
  | { kind: "question"; set: string; key: string }
  | { kind: "endpoint"; name: string; servedName: string }
  | { kind: "template"; name: string; version: number; systemText: string; userText: string };

/** The id that something has here; null where it is not here. */
export type Resolve = (ref: Ref) => number | null;

/** An id that no row has, in place of what is not here: such a filter finds nothing, such a choice is not offered. */
export const NOT_HERE = 2_147_483_647;

/** What a page calls something whose name it does not have. */
export const numberWords = (id: number): string => (id === NOT_HERE ? "not in this studio" : `no. ${id}`);

/** Stands in a file for what was gone from the studio that wrote it. */
export const Gone = z.strictObject({ gone: z.literal(true) });
export const GONE: z.infer<typeof Gone> = { gone: true };

/** Everything that `work` asks for. */
export function refsOf(work: (resolve: Resolve) => unknown): Ref[] {
  const refs: Ref[] = [];
  work((ref) => {
    refs.push(ref);
    return null;
  });
  return refs;
}

/** `the judging run "k", version 2` */
export function refWords(ref: Ref): string {
  switch (ref.kind) {
    case "question":
      return `question "${ref.key}" of "${ref.set}"`;
    case "judging run":
    case "labelling run":
      return `the ${ref.kind} "${ref.key}", version ${ref.version}`;
    case "endpoint":
    case "template":
      return `the ${ref.kind} "${ref.name}"`;
    default:
      return `the ${ref.kind} "${ref.key}"`;
  }
}
