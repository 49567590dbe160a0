/** The parameters that describe a pool in an address, as on every page. */
import { PARAMS, Pool } from "@/domain/pool";
import { inQuery } from "./parts";
import { bare, type Json } from "./schemas";

const DESCRIPTIONS: Record<keyof Pool, string> = {
  sets: "Question sets, by id",
  runs: "Rollout runs, by id",
  models: "Models, by id; 0: not recorded",
  scope: "The rollout runs and question sets that this judging run was made on, judged or not",
  judge: "The judging run that process labels and scores come from",
  labels: "The labelling run that outcomes come from",
  process: "Process labels",
  outcome: "Outcomes",
  judgeAgainst: "A second judging run: both have judged, and their process labels differ",
  processAgainst: "Process labels of the second judging run",
  labelsAgainst: "A second labelling run: both have labelled, and differ",
  outcomeAgainst: "Outcomes of the second labelling run",
  mode: "Kept by this filter mode",
  tools: "Tools that were called at least once; all of them",
  endStates: "End states",
  minSteps: "At least so many steps",
  maxSteps: "At most so many steps",
  minScore: "Mean score of the judging run, 0 to 100: at least",
  maxScore: "Mean score of the judging run, 0 to 100: at most",
  question: "On this question, by id",
  trainingSet: "In this training set, by id",
  search: "Words the model wrote; quotes, or, minus",
};

export const poolParameters = (): Json[] =>
  (Object.keys(DESCRIPTIONS) as (keyof Pool)[]).map((field) =>
    inQuery(PARAMS[field], bare(Pool.shape[field]), DESCRIPTIONS[field]),
  );
