/** The two simulated judges: a careful one that seldom errs, and a lenient one that misses half of the mistakes. */
import { readAction } from "@/domain/action";
import type { Random } from "@/domain/random";
import type { Step } from "@/domain/trajectory";
import type { Rating, Verdict } from "@/domain/verdict";
import type { Played, Truth } from "./play";

const CAREFUL = { flip: 0.04, noVerdict: 0.02 };
const LENIENT = { miss: 0.5, wholeUnjudged: 0.03, neutralRepeat: 0.6 };

/** A verdict on every step; knows what is wrong with each, errs on one in 25, and now and then cannot be parsed. */
export function judgeCarefully(played: Played, random: Random): Verdict[] {
  return played.steps.map((step, index) => {
    const truth = played.truths[index] as Truth;
    if (random.chance(CAREFUL.noVerdict)) return { step: index, rating: null, raw: unparseable(truth, random) };
    if (!random.chance(CAREFUL.flip))
      return { step: index, rating: truth.rating, score: scoreFor(truth.rating, random), rationale: truth.why };
    const rating = truth.rating === -1 ? 1 : -1;
    const rationale = rating === 1 ? approve(step, random) : doubt(step, random);
    return { step: index, rating, score: scoreFor(rating, random), rationale };
  });
}

/** Verdicts of a judge that looks at each step by itself and is easily content; null where it never got to them. */
export function judgeLeniently(played: Played, random: Random): Verdict[] | null {
  if (random.chance(LENIENT.wholeUnjudged)) return null;
  return played.steps.map((step, index) => {
    const truth = played.truths[index] as Truth;
    if (isRepeat(played.steps, index) && random.chance(LENIENT.neutralRepeat)) {
      const rationale = "The same call as before. It does no harm, but it does not help either.";
      return { step: index, rating: 0, score: random.int(45, 60), rationale };
    }
    if (truth.rating === -1 && !random.chance(LENIENT.miss))
      return { step: index, rating: -1, score: random.int(15, 45), rationale: truth.why };
    return { step: index, rating: 1, score: random.int(70, 100), rationale: approve(step, random) };
  });
}

function isRepeat(steps: readonly Step[], index: number): boolean {
  const inputs = (at: number) => {
    const step = steps[at];
    return step
      ? readAction(step.action)
          .calls.map((call) => call.input)
          .join("\n")
      : "";
  };
  return index > 0 && inputs(index) !== "" && inputs(index) === inputs(index - 1);
}

function scoreFor(rating: Rating, random: Random): number {
  if (rating === 0) return random.int(45, 62);
  return rating === 1 ? random.int(78, 99) : random.int(3, 32);
}

/** What a judge says that finds nothing wrong and looks no further. */
function approve(step: Step, random: Random): string {
  const { calls, answer } = readAction(step.action);
  const [call] = calls;
  if (answer !== null)
    return random.pick([`Gives a clear final answer, ${answer}.`, `Concludes with ${answer}, in the form asked for.`]);
  if (call === undefined) return "Says openly how far it has come.";
  if (calls.length > 1)
    return random.pick(["Makes two calls at once; both have to do with the question.", "Both calls are fair."]);
  if (call.tool === "calculator")
    return random.pick([
      `Uses the calculator for ${call.input}.`,
      `The calculation ${call.input} moves the solution forward.`,
    ]);
  const query = readQuery(call.input);
  return random.pick([`Searches for "${query}", which has to do with the question.`, `"${query}" is a fair search.`]);
}

/** What a judge says that takes a sound step for a mistake. */
function doubt(step: Step, random: Random): string {
  const { calls, answer } = readAction(step.action);
  const [call] = calls;
  if (answer !== null) return `It is not shown clearly enough that the answer is ${answer}.`;
  if (call === undefined) return "Stops too soon.";
  if (calls.length > 1) return random.pick(["Two calls at once are hard to follow.", "One call would have done."]);
  if (call.tool === "calculator")
    return random.pick([
      `It is not clear why ${call.input} is computed at this point.`,
      `${call.input} does not seem to be needed.`,
    ]);
  return `The query "${readQuery(call.input)}" looks for something the question does not ask about.`;
}

function readQuery(input: string): string {
  const parsed: unknown = JSON.parse(input);
  return typeof parsed === "object" && parsed !== null && "query" in parsed ? String(parsed.query) : input;
}

/** A reply without a verdict in it, as models write when they run out of tokens or forget the form. */
function unparseable(truth: Truth, random: Random): string {
  return random.pick([
    `${truth.why.slice(0, Math.floor(truth.why.length * 0.6))}`,
    `{"rationale": "${truth.why.replaceAll('"', "'")}", "rating":`,
    `Let me go through this step again. ${truth.why} However, one could also argue that`,
  ]);
}
