import {
  Boxes,
  ChartNoAxesColumn,
  Dices,
  Filter,
  GraduationCap,
  ListChecks,
  type LucideIcon,
  MessageCircleQuestion,
  Scale,
  Snowflake,
  Tags,
} from "lucide-react";
import type { LineageNode, NodeKind } from "@/domain/lineage/node";

const ICONS: Record<NodeKind, LucideIcon> = {
  "question-set": MessageCircleQuestion,
  "rollout-run": Dices,
  "judging-run": Scale,
  "labelling-run": Tags,
  review: ListChecks,
  "set-filter": Filter,
  "run-filter": Filter,
  "training-set": Snowflake,
  "training-run": GraduationCap,
  model: Boxes,
};

export function NodeIcon({ node: { kind, word } }: { node: Pick<LineageNode, "kind" | "word"> }) {
  const Icon = kind === "rollout-run" && word === "Eval" ? ChartNoAxesColumn : ICONS[kind];
  return <Icon className="size-3.5 shrink-0" aria-hidden />;
}
