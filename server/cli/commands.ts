/** All commands by their names, and what `swirl help` says of them. */
import { agreementCommand } from "./agreement";
import { backupCommand, restoreCommand } from "./backup";
import { checkCommand } from "./check";
import { compareCommand } from "./compare";
import { evalCommand } from "./eval";
import { exportCommand } from "./export";
import { filterCommand } from "./filter";
import { importCommand } from "./import";
import { judgeCommand } from "./judge";
import { labelCommand } from "./label";
import { openapiCommand } from "./openapi";
import { reviewCommand } from "./review";
import { rolloutsCommand } from "./rollouts";
import { sampleCommand } from "./sample";
import { trainCommand } from "./train";
import { waitCommand } from "./wait";

export const COMMANDS = {
  import: importCommand,
  rollouts: rolloutsCommand,
  judge: judgeCommand,
  label: labelCommand,
  compare: compareCommand,
  agreement: agreementCommand,
  filter: filterCommand,
  review: reviewCommand,
  export: exportCommand,
  train: trainCommand,
  eval: evalCommand,
  wait: waitCommand,
  openapi: openapiCommand,
  sample: sampleCommand,
  check: checkCommand,
  backup: backupCommand,
  restore: restoreCommand,
};

export const USAGE = `Usage:
  swirl import FILE…                     import trajectories, labels or questions (- is standard input)
  swirl rollouts --model NAME --set NAME have a model answer a question set, and wait
  swirl judge --endpoint NAME --rollout-run NAME
                                         have a model, or rules, judge every step, and wait
  swirl label --metric METRIC --rollout-run NAME
                                         say which answers are correct, and wait
  swirl compare --judging-run NAME       the four filter modes side by side
  swirl agreement --a NAME --b NAME      how far two judging runs agree
  swirl filter --mode MODE --judging-run NAME
                                         what a filter keeps; --freeze NAME makes it a training set
  swirl review export NAME               what people ruled on a review's sample
  swirl export --mode MODE --judging-run NAME --format FORMAT --out PATH
                                         write what a filter mode keeps, in the form that a trainer reads
  swirl train --training-set NAME --base NAME --engine NAME --endpoint NAME
                                         train a model, and wait
  swirl eval --model NAME --set NAME     models on question sets, and wait
  swirl wait KIND NAME                   until such work has ended; the exit status says how
  swirl openapi --server URL             how all of it is called over HTTP, as OpenAPI 3.1
  swirl sample load | remove             the sample pool: a recorded lab round
  swirl backup FILE.zip                  everything in the database as one file, beside a running studio
  swirl restore FILE.zip                 a backup in the place of what the database holds
  swirl check                            whether everything in the database fits together
  swirl COMMAND --help                   all options of a command; --json, where it has it, is for scripts`;
