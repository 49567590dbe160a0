/** All export formats by name. */
import type { ExportFormatName } from "../request";
import type { ExportFormat } from "./format";
import { openai } from "./openai";
import { openRlhf } from "./openrlhf";
import { prm800k } from "./prm800k";
import { processbench } from "./processbench";
import { subTrajectories } from "./sub-trajectories";
import { swirl } from "./swirl";
import { trlPreference } from "./trl-preference";
import { trlPromptCompletion } from "./trl-prompt-completion";
import { trlPromptOnly } from "./trl-prompt-only";
import { trlStepwise } from "./trl-stepwise";
import { verl } from "./verl";

export const EXPORT_FORMATS: Readonly<Record<ExportFormatName, ExportFormat>> = {
  "sub-trajectories": subTrajectories,
  "trl-prompt-only": trlPromptOnly,
  "trl-prompt-completion": trlPromptCompletion,
  "trl-stepwise": trlStepwise,
  "trl-preference": trlPreference,
  openai,
  verl,
  openrlhf: openRlhf,
  prm800k,
  processbench,
  swirl,
};
