/** The simulated policy on comparison questions: look two things up, then compare. */

import type { Random } from "@/domain/random";
import { capitalise } from "./capitalise";
import { answerTo, type Comparison } from "./encyclopedia-questions";
import { type Move, type Policy, sound, unsound } from "./play";
import { inText, WORDINGS } from "./relations";
import type { Hit } from "./search";
import type { Manner } from "./skill";
import { fact } from "./world";

export function* comparisonPolicy(plan: Comparison, manner: Manner, random: Random): Policy<Hit[]> {
  const wording = WORDINGS[plan.relation];
  const [first, second] = plan.subjects;
  const right = answerTo(plan);
  const wrong = right === first ? second : first;
  const query = (subject: string) => random.pick(wording.queries(subject));
  const search = (thought: string, inputs: string[], truth: Move["truth"]): Move => ({
    kind: "call",
    thought,
    inputs,
    truth,
  });
  const lookUp = (subject: string) =>
    search(
      random.pick([`I look up ${wording.noun(subject)}.`, `Let me find ${wording.noun(subject)}.`, ""]),
      [query(subject)],
      sound(`Looks for ${wording.noun(subject)}, one of the two things to compare.`),
    );
  const answer = (thought: string, given: string, truth: Move["truth"]): Move => ({
    kind: "answer",
    thought,
    answer: given,
    truth,
  });
  const findings = plan.subjects.map((subject) => wording.states(subject, fact(subject, plan.relation))).join(", and ");
  const conclusion = `${capitalise(findings)}.`;

  if (manner === "lucky" || (manner === "wrong" && random.chance(0.5))) {
    yield lookUp(first);
    const guessed = manner === "lucky" ? right : wrong;
    const missing = wording.noun(second);
    const found = capitalise(wording.states(first, fact(first, plan.relation)));
    yield answer(
      `${found}. I think ${inText(guessed)} is the answer.`,
      guessed,
      unsound(`Compares nothing: ${missing} was not looked up, and one value alone does not decide it.`),
    );
    return;
  }

  if (manner === "unfinished" || manner === "detour") {
    const vague = () => {
      const query = wording.vague + random.pick(["", " overview", " list", " history"]);
      const thought = random.pick(["Let me search for some background.", "I will try something broader.", ""]);
      const blame = `"${query}" names neither ${inText(first)} nor ${inText(second)}, so it is left to chance whether it finds them.`;
      return search(thought, [query], unsound(blame));
    };
    yield vague();
    while (manner === "unfinished") yield vague();
  }

  if (random.chance(0.6)) {
    const thought = random.pick([
      `I need ${wording.noun(first)} and ${wording.noun(second)}; I can search for both at once.`,
      "",
    ]);
    const why = "Both searches are needed, and neither depends on the other, so making them at once is fine.";
    yield search(thought, [query(first), query(second)], sound(why));
  } else {
    yield lookUp(first);
    yield lookUp(second);
  }

  if (manner === "wrong") {
    const blame = `The values found are right, but the comparison is the wrong way round: it should be ${inText(right)}.`;
    yield answer(`${conclusion} So it is ${inText(wrong)}.`, wrong, unsound(blame));
    return;
  }
  const given = manner === "sound-odd" ? `${right} (${fact(right, plan.relation)})` : right;
  yield answer(
    `${conclusion} So it is ${inText(right)}.`,
    given,
    sound(`Compares the two values found correctly: ${inText(right)}.`),
  );
}
