/** How often a work is done to be measured. */
import { TRPCError } from "@trpc/server";

export type Sampling = {
  /** Done before the first that counts: code is compiled as it runs, caches fill */
  warmUp: number;
  /** At least and at most so many count; between them the time decides */
  least: number;
  most: number;
  budgetMs: number;
};

/** Milliseconds of each. `variant` gets its number; the warm-up has negative ones. */
export async function timeEach(sampling: Sampling, variant: (number: number) => Promise<unknown>): Promise<number[]> {
  for (let number = -sampling.warmUp; number < 0; number += 1) await variant(number);
  const begun = performance.now();
  const samples: number[] = [];
  while (samples.length < sampling.most) {
    if (samples.length >= sampling.least && performance.now() - begun > sampling.budgetMs) break;
    samples.push(await timed(() => variant(samples.length)));
  }
  return samples;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Counts the requests that the studio itself gives up: they took as long as they took, and are told of. */
export class Patience {
  private asked = 0;
  private lost = 0;

  async ask(request: Promise<unknown>): Promise<void> {
    this.asked += 1;
    try {
      await request;
    } catch (error) {
      if (!(error instanceof TRPCError && error.code === "PRECONDITION_FAILED")) throw error;
      this.lost += 1;
    }
  }

  get note(): string | null {
    return this.lost === 0
      ? null
      : `${this.lost} of ${this.asked} requests were given up by the studio's own time limit.`;
  }
}
