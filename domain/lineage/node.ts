/** What stands in a lineage: everything that went into a model, and everything that came of it. */
import { z } from "zod";
import { NOT_HERE } from "../reference";

/** What has a page of its own, and so a lineage of its own. */
export const LineageKind = z.enum([
  "question-set",
  "rollout-run",
  "judging-run",
  "labelling-run",
  "review",
  "training-set",
  "training-run",
  "model",
]);
export type LineageKind = z.infer<typeof LineageKind>;

/** And the filters between: the one a training set was frozen with, and the one a training run was launched with. */
export const NodeKind = z.enum([...LineageKind.options, "set-filter", "run-filter"]);
export type NodeKind = z.infer<typeof NodeKind>;

export type LineageEdge = {
  /** Keys of nodes */
  from: string;
  to: string;
  /** What `from` was called when it was recorded, where that is kept */
  name?: string | null;
};

/** An id that is not known, or of what never was here, makes a node of its own for each thing that came of it. */
export const keyOf = (kind: NodeKind, id: number | null, cameOf: string): string =>
  id === null || id === NOT_HERE ? `${kind}:lost:${cameOf}` : nodeKey(kind, id);

export const nodeKey = (kind: NodeKind, id: number): string => `${kind}:${id}`;

/** The kind and the id in a key; the id is null where it is not known. */
export function refOf(key: string): { kind: NodeKind; id: number | null } {
  const [kind, id] = key.split(":");
  return { kind: NodeKind.parse(kind), id: id === "lost" ? null : Number(id) };
}

/** The one number or hash that a node is known by. */
export type Figure =
  | { kind: "questions" | "trajectories" | "items"; n: number }
  /** An eval, by question set */
  | { kind: "accuracy"; sets: { name: string; share: number | null; n: number }[] }
  /** Of the trajectories that were judged, or labelled */
  | { kind: "reasonable" | "correct"; share: number | null; n: number }
  | { kind: "kept"; kept: number | null; of: number | null }
  | { kind: "sha256"; sha256: string | null }
  | { kind: "updates"; algorithm: string; n: number }
  | { kind: "weights"; sha256: string | null };

export type LineageNode = {
  key: string;
  kind: NodeKind;
  /** "Eval" for a rollout run that measures */
  word: string;
  name: string;
  figure: Figure | null;
  /** Its page; null for what is gone */
  href: string | null;
  isSample: boolean;
  /** Its rows were removed, or never were here */
  isGone: boolean;
};

export const KIND_WORDS: Record<NodeKind, string> = {
  "question-set": "Question set",
  "rollout-run": "Rollout run",
  "judging-run": "Judging run",
  "labelling-run": "Labelling run",
  review: "Review",
  "set-filter": "Filter",
  "run-filter": "Filter",
  "training-set": "Training set",
  "training-run": "Training run",
  model: "Model",
};
