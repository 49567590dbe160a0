/** The next sensible thing to do, from what the studio holds. */
import { formatCount, formatNumber } from "@/domain/format";

export type Holdings = {
  questions: number;
  trajectories: number;
  judged: number;
  labelled: number;
  sampleTrajectories: number;
  /** Models that an endpoint serves */
  servedModels: number;
  /** How many there are */
  reviews: number;
  /** The one to go on with */
  openReview: { id: number; name: string; given: number; wanted: number } | null;
};

export type NextAction = { title: string; why: string; href: string; button: string };

const GENERATE = { href: "/rollouts/new", button: "New rollout run" };
const ADD_ENDPOINT = { href: "/settings", button: "Add an endpoint" };
const IMPORT = { href: "/import", button: "Import files" };

/** The first link of the chain that is missing; with all there, whether the judge is right, then the comparison that the chain is for. */
export function nextAction(holdings: Holdings): NextAction {
  const isServed = holdings.servedModels > 0;
  if (holdings.questions === 0 && holdings.trajectories === 0)
    return {
      title: "Import questions",
      why: "Everything starts from questions: a model answers them step by step. Or import trajectories that are made already.",
      ...IMPORT,
    };
  if (holdings.trajectories === 0)
    return isServed
      ? {
          title: "Generate trajectories",
          why: "Questions and a model are there: let it answer, several times each.",
          ...GENERATE,
        }
      : {
          title: "Say which model answers",
          why: "Questions are there. An endpoint serves the model: vLLM, SGLang, llama.cpp, Ollama, or a hosted one.",
          ...ADD_ENDPOINT,
        };
  if (holdings.judged === 0)
    return {
      title: "Judge the trajectories",
      why: "No trajectory has verdicts yet, so the process filter would keep nothing.",
      href: "/judging/new",
      button: "New judging run",
    };
  if (holdings.labelled === 0)
    return {
      title: "Label the outcomes",
      why: "No trajectory is labelled correct or incorrect yet, so the outcome filter would keep nothing.",
      href: "/judging/labels/new",
      button: "New labelling run",
    };
  if (holdings.sampleTrajectories === holdings.trajectories)
    return isServed
      ? {
          title: "Generate your own trajectories",
          why: "All that is here is the sample pool. Let your own model answer questions.",
          ...GENERATE,
        }
      : {
          title: "Import or generate your own",
          why: "All that is here is the sample pool. Bring in real files, or add the endpoint of your model.",
          ...IMPORT,
        };
  const { openReview } = holdings;
  if (openReview !== null)
    return {
      title: openReview.given === 0 ? "Begin the review" : "Go on with the review",
      why: `"${openReview.name}" has ${formatNumber(openReview.given)} of ${formatCount(openReview.wanted, "wanted ruling")}. They say how far the judge can be trusted.`,
      href: `/reviews/${openReview.id}/review`,
      button: "Review",
    };
  if (holdings.reviews === 0)
    return {
      title: "See how far the judge can be trusted",
      why: "Rule on a sample of steps yourself: it shows where the judge is wrong, and how much wrong each filter mode lets through.",
      href: "/reviews/new",
      button: "Review a sample",
    };
  return {
    title: "Compare the four filter modes",
    why: "See what each mode keeps of your trajectories, and export it as a training set.",
    href: "/compare",
    button: "Compare filter modes",
  };
}
