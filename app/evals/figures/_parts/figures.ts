/** The pages of figures, in their order. */
export const FIGURES = {
  modes: {
    href: "/evals/figures",
    tab: "Filter modes",
    title: "Accuracy by filter mode",
    description: "What each arm of an experiment comes to once it is trained, beside the base model.",
  },
  scaling: {
    href: "/evals/figures/scaling",
    tab: "Scaling",
    title: "Accuracy by number of trajectories",
    description: "Whether more data still help, for each filter mode and algorithm.",
  },
  transfer: {
    href: "/evals/figures/transfer",
    tab: "Transfer",
    title: "Trained on, evaluated on",
    description: "What training on one question set brings on others.",
  },
  process: {
    href: "/evals/figures/process",
    tab: "Process",
    title: "Mean share of reasonable steps",
    description:
      "Before and after training, by the judge that trained and by another: the gap between them is the monitor of reward hacking.",
  },
  sources: {
    href: "/evals/figures/sources",
    tab: "Judge and source",
    title: "Student and judge, own data and others'",
    description:
      "Whether students pass the model that judged them, and whether a model learns more from its own trajectories.",
  },
} as const;
export type FigureName = keyof typeof FIGURES;
