/** TRL's conversational prompt–completion form, for SFTTrainer. */
import { AS_CHAT } from "../chat-items";
import type { ExportFormat } from "./format";
import { rowsOfSteps, subTrajectories } from "./sub-trajectories";

export const trlPromptCompletion: ExportFormat = {
  title: "TRL prompt-completion",
  row: "One step: its context and the action taken there, for supervised fine-tuning",
  unit: ["sub-trajectory", "sub-trajectories"],
  columns: subTrajectories.columns,
  expectedRows: async ({ snapshot }) => snapshot.kept.subTrajectories,
  rows: (source) => rowsOfSteps(source, AS_CHAT),
  whenEmpty: (mode) => `The mode ${mode} keeps no step of this pool: choose another mode or pool.`,
};
