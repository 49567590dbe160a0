/** The judge's prompt that the studio comes with, after SWiRL: is this action reasonable, given everything so far? */
import type { JudgeTemplate } from "./settings";

/** Two ratings, as in the paper: a judge that may say "neutral" puts its doubt there instead of ruling. */
export const DEFAULT_TEMPLATE: Omit<JudgeTemplate, "id" | "version"> = {
  name: "Reasonable step",
  systemText:
    "You judge single steps of an assistant that answers a question in several steps. At each step the assistant writes one action: its thought, followed by calls of tools or by its final answer. What the tools return becomes part of what it knows at the next step.",
  userText: `# Question
{question}

# Everything so far
All messages before the action, oldest first.

{context}

# The action to judge
{action}

# Your task
Is this action reasonable, given the question and everything so far?

You are told neither the right answer nor what came after this action. Judge only whether it is a sensible thing to do at this point, with what was known at this point.
- A reasonable action makes progress: it looks for something that is still missing, calculates something that is needed, or answers with what everything so far supports.
- An unreasonable action contradicts or ignores what is known, makes something up, repeats what was done already without need, cannot be carried out, or answers with what nothing so far supports.

Reason in a few sentences. Then end with one line of its own, which says either "Ruling: reasonable" or "Ruling: unreasonable".`,
  grammar: {
    form: "lines",
    ruling: "Ruling",
    score: null,
    words: { reasonable: ["reasonable"], unreasonable: ["unreasonable"] },
  },
};
