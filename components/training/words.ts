/** What the states and algorithms of training runs are called. */
import type { Algorithm } from "@/domain/training/config";
import type { TrainingStatus } from "@/domain/training/status";
import type { Tone } from "../run/words";

export const ALGORITHM_WORDS: Record<Algorithm, string> = { swirl: "Step-wise RL", sft: "SFT" };

const STATUSES: Record<TrainingStatus, { name: string; tone: Tone }> = {
  launching: { name: "Launching", tone: "accent" },
  pending: { name: "Waits for resources", tone: "accent" },
  running: { name: "Running", tone: "accent" },
  stopping: { name: "Stopping", tone: "warning" },
  stopped: { name: "Stopped", tone: "plain" },
  failed: { name: "Failed", tone: "danger" },
  lost: { name: "Lost", tone: "warning" },
  done: { name: "Done", tone: "success" },
};
export const trainingWords = (status: TrainingStatus) => STATUSES[status];

/** Lines of several runs: told apart by hue and by dash, and none of the modes' own hues. */
const COLOURS = [
  "light-dark(#4640bd, #a7a4fa)",
  "light-dark(#0b7a66, #2fbf9f)",
  "light-dark(#a83c08, #ff9a66)",
  "light-dark(#1a1c21, #e7e9ee)",
  "light-dark(#8c6d14, #d0aa3f)",
  "light-dark(#276b2b, #7acb7f)",
] as const;
const DASHES = [undefined, "6 3", "2 3", "8 3 2 3", "12 4", "4 2 1 2"] as const;
export const lineLook = (index: number) => ({
  colour: COLOURS[index % COLOURS.length] ?? COLOURS[0],
  dash: DASHES[index % DASHES.length],
});
