/** One completion asked for by a piece: waits for a slot, sends, and repeats what may pass. */
import { ChatFailure, type ChatReply, type ChatRequest } from "@/domain/chat";
import { countFailure, decide, mayBlame, type Tries } from "@/domain/engine/retry";
import type { Chunk } from "./chunk";
import { now } from "./clock";
import type { EndpointLane } from "./endpoint-lane";
import type { RunWork } from "./run-work";

/** Failures of one request after which the endpoint is asked something small, where nothing else tells how it is. */
const ASK_AFTER = 3;

export async function chat(lane: EndpointLane, run: RunWork, chunk: Chunk, request: ChatRequest): Promise<ChatReply> {
  let tries: Tries = { failed: 0, blamed: 0 };
  for (;;) {
    const startedAt = now();
    const outcome = await lane.send(run, chunk, request);
    if (outcome === "recalled") continue;
    if (!(outcome instanceof ChatFailure)) {
      run.refusals.settle();
      run.committer.count("requests");
      return outcome;
    }
    const isUntold = tries.failed + 1 >= ASK_AFTER && !lane.hasAnsweredSince(startedAt);
    if (mayBlame(outcome.kind) && (isUntold || lane.isSilent)) await lane.askSomethingSmall(run, chunk);
    tries = countFailure(tries, outcome.kind, lane.hasAnsweredSince(startedAt));
    const decision = decide(outcome, tries, Math.random);
    switch (decision.do) {
      case "fail":
        if (outcome.kind === "refused") await run.refusals.wait(outcome.message, chunk.signal);
        throw outcome;
      case "give-up":
        throw new ChatFailure("refused", `gave up after ${tries.failed} tries: ${outcome.message}`, {
          status: outcome.status,
          cause: outcome,
        });
      case "pause":
        lane.pause(
          run,
          `The endpoint ${lane.endpoint.name} cannot be used. ${outcome.message} Put this right, then press Resume.`,
        );
        throw outcome;
      case "wait":
        run.committer.count(`retry:${outcome.kind}`);
        if (decision.holdMs > 0) lane.gate.hold(decision.holdMs);
        await rest(decision.waitMs, chunk.signal);
    }
  }
}

/** Waits, or throws the signal's reason. */
async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abandon);
      resolve();
    }, milliseconds);
    const abandon = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", abandon, { once: true });
  });
}
