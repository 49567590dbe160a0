/** The next sensible thing to do, from what the studio holds. */

export type Holdings = {
  questions: number;
  trajectories: number;
  judged: number;
  labelled: number;
  simulatedTrajectories: number;
};

export type NextAction = { title: string; why: string; href: string; button: string };

/** The first link of the chain that is missing; with all there, the comparison that the chain is for. */
export function nextAction(holdings: Holdings): NextAction {
  if (holdings.trajectories === 0)
    return {
      title: holdings.questions === 0 ? "Import questions and trajectories" : "Import trajectories",
      why: "Everything starts from trajectories: files of conversations, rollouts or eval logs.",
      href: "/import",
      button: "Import files",
    };
  if (holdings.judged === 0)
    return {
      title: "Import a judge's verdicts",
      why: "No trajectory has verdicts yet, so the process filter would keep nothing.",
      href: "/import",
      button: "Import verdicts",
    };
  if (holdings.labelled === 0)
    return {
      title: "Import outcomes",
      why: "No trajectory is labelled correct or incorrect yet, so the outcome filter would keep nothing.",
      href: "/import",
      button: "Import outcomes",
    };
  if (holdings.simulatedTrajectories === holdings.trajectories)
    return {
      title: "Import your own trajectories",
      why: "All that is here is the simulated sample pool. Look around in it, then bring in real files.",
      href: "/import",
      button: "Import files",
    };
  return {
    title: "Compare the four filter modes",
    why: "See what each mode keeps of your trajectories, and export it as a training set.",
    href: "/compare",
    button: "Compare filter modes",
  };
}
