/** Fingerprints of trajectories and contexts. */
import { createHash, type Hash } from "node:crypto";
import type { RecordOf } from "@/domain/studio-record";

/** What a trajectory is written as: each part as the JSON text that the database holds and exports repeat. */
export type WrittenEpisode = {
  prompt: string;
  tools: string | null;
  steps: { action: string; observation: string | null }[];
  /** Equal for equal prompts, tools, actions and observations, whatever the labels say */
  contentHash: Buffer;
  /** 64 bits of sha256 for each step's context (tools, prompt, earlier actions and observations) */
  contextHashes: bigint[];
};

/** Writes an episode as JSON text, once, and takes its fingerprints from those bytes. */
export function writeEpisode(record: Pick<RecordOf<"trajectory">, "prompt" | "tools" | "steps">): WrittenEpisode {
  const prompt = JSON.stringify(record.prompt);
  const tools = record.tools ? JSON.stringify(record.tools) : null;
  const chain = createHash("sha256")
    .update(tools ?? "")
    .update("\n")
    .update(prompt);
  const contextHashes: bigint[] = [];
  const steps = record.steps.map((step) => {
    contextHashes.push(shortHash(chain));
    const action = JSON.stringify(step.action);
    const observation = step.observation === null ? null : JSON.stringify(step.observation);
    chain
      .update("\n")
      .update(action)
      .update("\n")
      .update(observation ?? "");
    return { action, observation };
  });
  return { prompt, tools, steps, contentHash: chain.digest().subarray(0, 16), contextHashes };
}

const shortHash = (chain: Hash) => chain.copy().digest().readBigInt64BE(0);
