/** All procedures of the studio. */
import { agreementRouter } from "./agreement";
import { armTrainingRouter } from "./arm-training";
import { browseRouter } from "./browse";
import { compareRouter } from "./compare";
import { corpusRouter } from "./corpus";
import { endpointRouter } from "./endpoint";
import { engineRouter } from "./engine";
import { evalRouter } from "./eval";
import { evalFiguresRouter } from "./eval-figures";
import { experimentRouter } from "./experiment";
import { judgingRouter } from "./judging";
import { labellingRouter } from "./labelling";
import { launchRouter } from "./launch";
import { libraryRouter } from "./library";
import { lineageRouter } from "./lineage";
import { modelRouter } from "./model";
import { reviewRouter } from "./review";
import { rolloutRouter } from "./rollout";
import { roundRouter } from "./round";
import { runsRouter } from "./runs";
import { trainingRunRouter } from "./training-run";
import { trainingSetRouter } from "./training-set";
import { trajectoryRouter } from "./trajectory";
import { createCallerFactory, createContext, router } from "./trpc";

export const appRouter = router({
  agreement: agreementRouter,
  armTraining: armTrainingRouter,
  browse: browseRouter,
  compare: compareRouter,
  corpus: corpusRouter,
  endpoint: endpointRouter,
  engine: engineRouter,
  eval: evalRouter,
  evalFigures: evalFiguresRouter,
  experiment: experimentRouter,
  judging: judgingRouter,
  labelling: labellingRouter,
  launch: launchRouter,
  library: libraryRouter,
  lineage: lineageRouter,
  model: modelRouter,
  review: reviewRouter,
  rollout: rolloutRouter,
  round: roundRouter,
  runs: runsRouter,
  trainingRun: trainingRunRouter,
  trainingSet: trainingSetRouter,
  trajectory: trajectoryRouter,
});
export type AppRouter = typeof appRouter;

/** Calls procedures in-process, for server components. */
export const caller = () => createCallerFactory(appRouter)(createContext());
