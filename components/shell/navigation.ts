/** The pages of the studio in the order of the method. */
import {
  Boxes,
  ChartNoAxesColumn,
  Dices,
  GitCompareArrows,
  GraduationCap,
  Handshake,
  House,
  ListChecks,
  type LucideIcon,
  MessageCircleQuestion,
  Replace,
  Route,
  Scale,
  Settings,
  Snowflake,
  TestTubes,
  Upload,
} from "lucide-react";

export type PageLink = { href: string; name: string; icon: LucideIcon; keys: string; says: string };

export const PAGES: readonly PageLink[] = [
  { href: "/", name: "Home", icon: House, keys: "g h", says: "the whole chain in numbers" },
  { href: "/import", name: "Import", icon: Upload, keys: "g i", says: "bring files in" },
  { href: "/questions", name: "Questions", icon: MessageCircleQuestion, keys: "g q", says: "question sets" },
  { href: "/rollouts", name: "Rollouts", icon: Dices, keys: "g r", says: "generate trajectories" },
  { href: "/trajectories", name: "Trajectories", icon: Route, keys: "g t", says: "browse and filter" },
  { href: "/judging", name: "Judging", icon: Scale, keys: "g j", says: "judging and labelling runs" },
  { href: "/reviews", name: "Reviews", icon: ListChecks, keys: "g v", says: "people rule on samples" },
  { href: "/compare", name: "Compare", icon: GitCompareArrows, keys: "g c", says: "the four filter modes" },
  { href: "/experiments", name: "Experiments", icon: TestTubes, keys: "g x", says: "filters compared on one pool" },
  { href: "/training-sets", name: "Training sets", icon: Snowflake, keys: "g f", says: "what filters kept, frozen" },
  { href: "/training", name: "Training", icon: GraduationCap, keys: "g a", says: "step-wise RL and SFT on a cluster" },
  { href: "/models", name: "Models", icon: Boxes, keys: "g m", says: "base models, checkpoints, lineage" },
  { href: "/evals", name: "Evals", icon: ChartNoAxesColumn, keys: "g e", says: "models on question sets" },
  { href: "/settings", name: "Settings", icon: Settings, keys: "g s", says: "theme, data, sample pool" },
];

/** Pages below those, which the palette finds by name. */
export const SUBPAGES: readonly Omit<PageLink, "keys">[] = [
  {
    ...{ href: "/judging/agreement", name: "Agreement of judges", icon: Handshake },
    says: "people and judges compared: kappa, first errors, calibration",
  },
  { href: "/judging/flips", name: "What flipped", icon: Replace, says: "steps two judging runs rule on differently" },
  { href: "/reviews/new", name: "New review", icon: ListChecks, says: "draw a sample for people to rule on" },
  { href: "/models/compare", name: "Compare models", icon: GitCompareArrows, says: "two by all that went into them" },
];

/** Forms that begin something: the palette has them beside the pages. */
export const BEGINNINGS: readonly Omit<PageLink, "keys">[] = [
  { href: "/rollouts/new", name: "New rollout run", icon: Dices, says: "a model answers questions, step by step" },
  { href: "/training/new", name: "New training run", icon: GraduationCap, says: "train a model on what a filter kept" },
  { href: "/evals/new", name: "New evals", icon: ChartNoAxesColumn, says: "evaluate models on question sets" },
];

/** Whether a page or one below it is open. */
export function isOpen(href: string, path: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}
