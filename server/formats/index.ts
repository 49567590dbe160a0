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
import { sniff } from "./sniff";
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

const LINES_TRIED = 50;

/**
 * The format that recognises the beginning of a file; null where none does. Where the first line is no format's, the
 * next ones are tried, so that one odd line does not make a file unknown.
 */
export function detectFormat(head: FileHead): Format | null {
  let { bytes } = head;
  for (let line = 0; line < LINES_TRIED; line++) {
    const format = FORMATS.find((candidate) => candidate.detect({ ...head, bytes }));
    if (format) return format;
    const end = bytes.indexOf("\n");
    if (end < 0 || sniff(bytes)?.container !== "lines") return null;
    bytes = bytes.subarray(end + 1);
  }
  return null;
}
