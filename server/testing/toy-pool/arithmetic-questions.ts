/** The toy arithmetic set: thirty word problems of two to four operations, each with a number it does not need. */

import { randomFor } from "@/domain/random";
import { answerOf, type Problem } from "./arithmetic-problem";
import { type Person, SHOP_AND_FARM, type Template } from "./arithmetic-templates";
import { JOURNEY_AND_HOME } from "./arithmetic-templates-more";

export type ArithmeticQuestion = { key: string; problem: Problem; answer: string };

const QUESTIONS = 30;
const she = (name: string): Person => ({ name, they: "She", their: "her" });
const he = (name: string): Person => ({ name, they: "He", their: "his" });
const PEOPLE = [
  ...["Mara", "Aisha", "Lin", "Yuki", "Noor", "Greta", "Priya", "Sofia", "Amara", "Ines"].map(she),
  ...["Tomas", "Kofi", "Omar", "Jonas", "Ravi", "Pedro", "Hiro", "Eli", "Matteo", "Sami"].map(he),
];

export function arithmeticQuestions(): ArithmeticQuestion[] {
  const templates = [...SHOP_AND_FARM, ...JOURNEY_AND_HOME];
  return Array.from({ length: QUESTIONS }, (_, index) => {
    const problem = drawProblem(index, templates[index % templates.length] as Template);
    return { key: `arithmetic-${String(index + 1).padStart(2, "0")}`, problem, answer: answerOf(problem) };
  });
}

/** Draws until the distractor is a number of its own: otherwise nobody could tell that it was used. */
function drawProblem(index: number, template: Template): Problem {
  const random = randomFor(`arithmetic question ${index}`);
  for (;;) {
    const [first, second] = random.shuffled(PEOPLE) as [Person, Person];
    const problem = template(random, [first, second]);
    if (problem.givens.every(({ value }) => value !== problem.distractor.value)) return problem;
  }
}
