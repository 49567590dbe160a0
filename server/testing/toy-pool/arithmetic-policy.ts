/** The simulated policy on word problems: one storyline for each manner of success and failure. */

import type { Random } from "@/domain/random";
import * as mistakes from "./arithmetic-mistakes";
import { expressionOf, nestedExpression, operationAt, type Problem } from "./arithmetic-problem";
import * as work from "./arithmetic-worker";
import { type Calculation, formatNumber } from "./expression";
import { numberWords } from "./number-words";
import { neutral, type Policy, sound, unsound } from "./play";
import type { Manner } from "./skill";

type Storyline = (worker: work.Worker) => Policy<Calculation>;

export function arithmeticPolicy(problem: Problem, manner: Manner, random: Random): Policy<Calculation> {
  return STORYLINES[manner](work.startWork(problem, random));
}

const STORYLINES: Record<Manner, Storyline> = {
  *sound(worker) {
    const { random, problem } = worker;
    if (random.chance(problem.operations.length <= 3 ? 0.2 : 0.08)) yield* workInOneCall(worker);
    else {
      if (canStartWithTwo(problem) && random.chance(0.5)) yield* workTwoAtOnce(worker);
      else if (random.chance(0.15)) yield* workFirstInHead(worker);
      yield* work.workUpTo(worker);
      if (random.chance(0.12)) yield* checkAll(worker);
    }
    yield* work.answerOwn(worker);
  },

  *"sound-odd"(worker) {
    yield* work.workUpTo(worker);
    const value = worker.results.at(-1) ?? Number.NaN;
    const unit = worker.problem.otherUnit;
    const answer =
      unit && worker.random.chance(0.5) ? `${formatNumber(value * unit.factor)} ${unit.name}` : numberWords(value);
    const thought = `So ${work.goal(worker)} is ${answer}.`;
    yield { kind: "answer", thought, answer, truth: sound(`"${answer}" is the ${value} that the steps gave.`) };
  },

  *detour(worker) {
    const { random, problem } = worker;
    yield* work.workUpTo(worker, random.int(0, problem.operations.length - 1));
    if (worker.results.length > 0 && random.chance(0.35)) {
      yield* mistakes.repeatCall(worker);
      worker.aside = "The value is the same as before.";
    } else if (random.chance(0.6)) {
      yield* mistakes.writeMalformed(worker);
      worker.aside = "The expression was not well formed, so I write it again with numbers only.";
    } else {
      yield* mistakes.useWrongOperator(worker);
      worker.results.pop();
      worker.fault = null;
      worker.aside = "Wait, that was the wrong operation for this.";
    }
    yield* work.workUpTo(worker);
    yield* work.answerOwn(worker);
  },

  *lucky(worker) {
    const right = worker.truth.at(-1) ?? Number.NaN;
    if (worker.random.chance(0.5)) {
      yield* answerWithoutWorking(worker, right);
      return;
    }
    const last = worker.problem.operations.length - 1;
    yield* work.workUpTo(worker, last);
    yield* mistakes.useWrongOperator(worker);
    const wrong = formatNumber(worker.results.at(-1) ?? Number.NaN);
    const thought = `${wrong} does not look right for ${work.goal(worker)}. I am fairly sure it has to be ${right}.`;
    const blame = `The answer ${right} does not follow from anything computed: the calculation before gave ${wrong}.`;
    yield { kind: "answer", thought, answer: String(right), truth: unsound(blame) };
  },

  *wrong(worker) {
    const { random, problem, truth } = worker;
    const right = truth.at(-1) ?? Number.NaN;
    const last = problem.operations.length - 1;
    const [mistake, weight] = [random.pick(MISTAKES), random.next()];
    if (weight < 0.06) {
      yield* answerWithoutWorking(worker, mistakes.misremember(worker, right));
      return;
    }
    if (weight < 0.18) {
      yield* work.workUpTo(worker);
      yield* answerMiscopied(worker, right);
      return;
    }
    yield* work.workUpTo(worker, random.int(mistake === mistakes.forgetOperation ? 1 : 0, last));
    yield* mistake(worker);
    yield* work.workUpTo(worker);
    yield* work.answerOwn(worker);
  },

  *unfinished(worker) {
    const { random, problem } = worker;
    if (random.chance(0.45)) {
      yield* work.workUpTo(worker, random.int(1, problem.operations.length));
      for (;;) yield* mistakes.repeatCall(worker);
    }
    yield* work.workUpTo(worker, random.int(1, problem.operations.length));
    const reached = operationAt(problem, worker.results.length - 1).what;
    const thought = random.pick([
      `I have found ${reached}, but I am not certain what else the question wants from me.`,
      `Now ${reached} is known. I will leave it here.`,
      `Hmm. I am not sure that ${reached} helps any further.`,
    ]);
    yield { kind: "stop", thought, truth: unsound(`Stops without an answer, with only ${reached} found so far.`) };
  },
};

const MISTAKES = [
  mistakes.useWrongOperator,
  mistakes.useDistractor,
  mistakes.forgetOperation,
  mistakes.slipInHead,
  mistakes.giveUpOnCalculator,
];

function* workInOneCall(worker: work.Worker): Policy<Calculation> {
  const expression = nestedExpression(worker.problem);
  const thought = worker.random.pick([
    `I can write the whole calculation for ${work.goal(worker)} as one expression.`,
    "All the numbers are in the problem, so one expression is enough.",
    "",
  ]);
  const truth = sound(`${expression} holds every operation the problem asks for, in the right order.`);
  worker.lastExpression = expression;
  const [calculation] = yield work.call(thought, [expression], truth);
  worker.results = [...worker.truth.slice(0, -1), work.valueFrom(calculation)];
}

/** Whether the first two operations rest on given numbers alone, so that they can be called side by side. */
function canStartWithTwo(problem: Problem): boolean {
  return problem.operations.slice(0, 2).every(({ left, right }) => "given" in left && "given" in right);
}

function* workTwoAtOnce(worker: work.Worker): Policy<Calculation> {
  const { problem, random } = worker;
  const [first, second] = [operationAt(problem, 0).what, operationAt(problem, 1).what];
  const expressions = [expressionOf(problem, 0, []), expressionOf(problem, 1, [])];
  const thought = random.pick([`I need ${first} and ${second}, and neither depends on the other.`, ""]);
  const truth = sound(`Computes ${first} and ${second} at once; both are needed and both are right.`);
  const calculations = yield work.call(thought, expressions, truth);
  worker.lastExpression = expressions[1] ?? "";
  worker.results.push(...calculations.map(work.valueFrom));
}

/** Does the first operation in the head, correctly, and the second with the calculator. */
function* workFirstInHead(worker: work.Worker): Policy<Calculation> {
  const { problem, truth } = worker;
  const [expression, value] = [expressionOf(problem, 0, []), truth[0] ?? Number.NaN];
  const { what } = operationAt(problem, 0);
  worker.results.push(value);
  const next = expressionOf(problem, 1, worker.results);
  const thought = `${expression} is ${value}, which is ${what}. Next I need ${operationAt(problem, 1).what}.`;
  const why = `Works out ${expression} without the calculator, correctly as it happens; ${next} is as it should be.`;
  worker.lastExpression = next;
  const [calculation] = yield work.call(thought, [next], neutral(why));
  worker.results.push(work.valueFrom(calculation));
}

function* checkAll(worker: work.Worker): Policy<Calculation> {
  const expression = nestedExpression(worker.problem);
  const why = "Checks the whole calculation in one expression. It is correct, but it adds nothing new.";
  yield work.call("Let me check the whole calculation in one go.", [expression], neutral(why));
}

function* answerWithoutWorking(worker: work.Worker, value: number): Policy<Calculation> {
  const answer = formatNumber(value);
  const thought = worker.random.pick([
    `This looks familiar: ${work.goal(worker)} should be ${answer}.`,
    `${work.goal(worker).replace(/^the/, "The")} comes to ${answer}.`,
    "",
  ]);
  const blame = `States ${answer} without any working; nothing so far supports it.`;
  yield { kind: "answer", thought, answer, truth: unsound(blame) };
}

/** The calculation is right, and the answer is copied from it with two digits swapped, or one off. */
function* answerMiscopied(worker: work.Worker, right: number): Policy<Calculation> {
  const digits = String(right);
  const swapped = digits.slice(0, -2) + digits.slice(-1) + digits.slice(-2, -1);
  const isSwap = Number.isInteger(right) && right >= 10 && swapped !== digits && !swapped.startsWith("0");
  const answer = isSwap ? swapped : formatNumber(right + 1);
  const blame = `Answers ${answer}, but the calculation before gave ${formatNumber(right)}.`;
  yield { kind: "answer", thought: `So ${work.goal(worker)} is ${answer}.`, answer, truth: unsound(blame) };
}
