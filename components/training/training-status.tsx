import { Ban, Check, CircleDashed, CircleHelp, CircleX, Hourglass, type LucideIcon, Play, Send } from "lucide-react";
import type { TrainingStatus as Status } from "@/domain/training/status";
import { Badge } from "../ui/badge";
import { trainingWords } from "./words";

const ICONS: Record<Status, LucideIcon> = {
  launching: Send,
  pending: Hourglass,
  running: Play,
  stopping: CircleDashed,
  stopped: Ban,
  failed: CircleX,
  lost: CircleHelp,
  done: Check,
};

/** Where a training run stands, in a word with a shape of its own. */
export function TrainingStatus({ status }: { status: Status }) {
  const { name, tone } = trainingWords(status);
  const Icon = ICONS[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {name}
    </Badge>
  );
}
