/** The mistakes of the simulated policy on word problems. Each deals with the next operation, and does it wrongly. */
import { expressionOf, type Operator, operandValue, operationAt } from "./arithmetic-problem";
import { answerOwn, call, computeThought, valueFrom, type Worker, workOne } from "./arithmetic-worker";
import { type Calculation, calculate, formatNumber } from "./expression";
import { type Policy, unsound } from "./play";

type Mistake = (worker: Worker) => Policy<Calculation>;

const CONFUSED: Record<Operator, Operator> = { "+": "-", "-": "+", "*": "+", "/": "*" };

/** Adds where it should multiply, and the like. */
export const useWrongOperator: Mistake = function* (worker) {
  const { right, written, operator, what } = next(worker);
  const [left, other] = written;
  const expression = `${left} ${CONFUSED[operator]} ${other}`;
  const blame = `To get ${what}, the step should compute ${right}; it computes ${expression}.`;
  yield* workWrongly(worker, expression, blame, `${expression} was computed for ${what} instead of ${right}`);
};

/** Takes the number that the problem mentions but does not need. */
export const useDistractor: Mistake = function* (worker) {
  const { right, written, operator, what, isLeftTheOnlyGiven } = next(worker);
  const { distractor } = worker.problem;
  const [left, other] = written;
  const value = formatNumber(distractor.value);
  const expression = isLeftTheOnlyGiven ? `${value} ${operator} ${other}` : `${left} ${operator} ${value}`;
  const blame = `Uses ${value}, which is ${distractor.what} and plays no part in ${what}. It should be ${right}.`;
  yield* workWrongly(worker, expression, blame, `${value}, ${distractor.what}, went into ${what}`);
};

/** Goes on as if the next operation were not there. */
export const forgetOperation: Mistake = function* (worker) {
  const index = worker.results.length;
  const { left, right } = operationAt(worker.problem, index);
  const { right: expression, what } = next(worker);
  const kept = "given" in left && "result" in right ? right : left;
  worker.results.push(operandValue(worker.problem, kept, worker.results));
  worker.fault = `${what} was left out`;
  const had = formatNumber(worker.results.at(-1) ?? Number.NaN);
  yield* carryOn(worker, `Leaves out ${what}: it goes on with ${had} where ${expression} was still to be worked out.`);
};

/** Works the next operation out in its head, and gets it wrong. */
export const slipInHead: Mistake = function* (worker) {
  const { right, what } = next(worker);
  const wrong = misremember(worker, resultOf(right));
  worker.aside = worker.random.pick([
    `In my head, ${right} is ${wrong}, so I have ${what}.`,
    `${right} = ${wrong}. That is ${what}.`,
    `I do not need the calculator for ${what}: ${right} makes ${wrong}.`,
  ]);
  yield* carryOnWith(
    worker,
    wrong,
    `Works out ${right} without the calculator and gets ${wrong}; it is ${resultOf(right)}.`,
  );
};

/** Writes an expression the calculator cannot read. Nothing is found; the caller decides how it goes on. */
export const writeMalformed: Mistake = function* (worker) {
  const { written, operator, what, right } = next(worker);
  const [left, other] = written;
  const expression = worker.random.pick([
    `${left} ${operator}`,
    `(${right}`,
    `${left} ${operator} ${other} =`,
    `$${left} ${operator} $${other}`,
    `${left} ${operator} ${other} units`,
  ]);
  const result = calculate(expression);
  const cause = result.text.replace("Error: ", "");
  const blame = `"${expression}" is not an expression the calculator can read: ${cause}.`;
  yield call(computeThought(worker, what), [expression], unsound(blame));
};

/** Writes a malformed expression, and guesses when the calculator refuses it. */
export const giveUpOnCalculator: Mistake = function* (worker) {
  yield* writeMalformed(worker);
  const { right, what } = next(worker);
  const wrong = misremember(worker, resultOf(right));
  worker.aside = `The calculator returned an error, so I estimate ${what} as ${wrong}.`;
  const blame = `Gives up on the calculator after one error and estimates ${right} as ${wrong}; it is ${resultOf(right)}.`;
  yield* carryOnWith(worker, wrong, blame);
};

/** Calls the calculator with the expression of the step before. */
export const repeatCall: Mistake = function* (worker) {
  const expression = worker.lastExpression;
  const thought = worker.random.pick([
    "Let me verify that again.",
    "I want to be sure about this value, so I compute it once more.",
    "Let me double-check.",
    "",
  ]);
  const blame = worker.random.pick([
    `Repeats ${expression}, which has just been computed; the result cannot be any different.`,
    `Nothing is gained by computing ${expression} a second time.`,
  ]);
  yield call(thought, [expression], unsound(blame));
};

/** A number near the right one, as somebody who calculates in the head might get it. */
export function misremember(worker: Worker, right: number): number {
  const { random } = worker;
  const offsets = right >= 100 ? [10, -10, 20, -20, 9, 100] : right >= 20 ? [1, -1, 2, 10, -10] : [1, -1, 2];
  return Math.round((right + random.pick(offsets)) * 1e6) / 1e6;
}

function* workWrongly(worker: Worker, expression: string, blame: string, fault: string): Policy<Calculation> {
  const { what } = next(worker);
  worker.lastExpression = expression;
  const [calculation] = yield call(computeThought(worker, what), [expression], unsound(blame));
  worker.results.push(valueFrom(calculation));
  worker.fault = fault;
}

function* carryOnWith(worker: Worker, wrong: number, blame: string): Policy<Calculation> {
  const { right, what } = next(worker);
  worker.results.push(wrong);
  worker.fault = `${right} was taken to be ${wrong} for ${what}`;
  yield* carryOn(worker, blame);
}

/** The mistake shows in whatever the policy does next: a further calculation, or the answer. */
function* carryOn(worker: Worker, blame: string): Policy<Calculation> {
  if (worker.results.length < worker.problem.operations.length) yield* workOne(worker, blame);
  else yield* answerOwn(worker, blame);
}

function next(worker: Worker) {
  const index = worker.results.length;
  const { left, operator, right, what } = operationAt(worker.problem, index);
  const value = (operand: typeof left) => formatNumber(operandValue(worker.problem, operand, worker.results));
  return {
    what,
    operator,
    written: [value(left), value(right)] as const,
    right: expressionOf(worker.problem, index, worker.results),
    isLeftTheOnlyGiven: "given" in left && "result" in right,
  };
}

function resultOf(expression: string): number {
  return Number(calculate(expression).text);
}
