/** The card of a frozen training set: the README.md of a dataset folder. */
import { StudioError } from "@/domain/errors";
import { type CardInput, trainingSetCard } from "@/domain/training-set/card";
import { nameOfSet } from "@/domain/training-set/training-set";
import type { Db } from "@/server/db";
import { readTrainingSet } from "@/server/queries/training-set/read";
import type { TrainingSetRow } from "@/server/queries/training-set/rows";

/** What is there of a set once it is frozen. Throws precondition before. */
export function requireFrozen(set: TrainingSetRow) {
  const { trajectories, subTrajectories, distinctContexts, facts, sha256, codeVersion, frozenAt } = set;
  if (
    trajectories === null ||
    subTrajectories === null ||
    distinctContexts === null ||
    facts === null ||
    sha256 === null ||
    codeVersion === null ||
    frozenAt === null
  )
    throw new StudioError("precondition", `The training set ${nameOfSet(set)} is not frozen: ${whyNot(set)}`);
  return { ...set, trajectories, subTrajectories, distinctContexts, facts, sha256, codeVersion, frozenAt };
}
export type FrozenTrainingSet = ReturnType<typeof requireFrozen>;

const whyNot = ({ status, message }: TrainingSetRow) =>
  status === "freezing" ? "that is under way; try again when it is done." : (message ?? "freezing it failed.");

/** `file`: the one that it stands beside. Throws not-found; precondition where the set is not frozen yet. */
export async function readCard(db: Db, id: number, file: CardInput["file"]): Promise<string> {
  return trainingSetCard({ ...requireFrozen(await readTrainingSet(db.pool, id)), file });
}
