/** All import formats, and which of them a file is. */
import { agentProcessBench } from "./agentprocessbench";
import { agentProcessBenchJudge } from "./agentprocessbench-judge";
import { beerQa } from "./beerqa";
import type { FileHead, Format } from "./format";
import { gsm8k } from "./gsm8k";
import { gsm8kSolutions } from "./gsm8k-solutions";
import { hotpotQa } from "./hotpotqa";
import { inspect } from "./inspect";
import { musique } from "./musique";
import { openaiChat } from "./openai-chat";
import { questions } from "./questions";
import { studio } from "./studio";

export const FORMATS: readonly Format[] = [
  studio,
  agentProcessBench,
  agentProcessBenchJudge,
  openaiChat,
  gsm8kSolutions,
  gsm8k,
  hotpotQa,
  musique,
  beerQa,
  questions,
  inspect,
];

/** One sentence for a refusal. */
export const EXPECTED = `Accepted are ${FORMATS.map((format) => format.title).join(", ")}; each may be gzipped.`;

/** The format that recognises the beginning of a file; null where none does. */
export const detectFormat = (head: FileHead): Format | null => FORMATS.find((format) => format.detect(head)) ?? null;
