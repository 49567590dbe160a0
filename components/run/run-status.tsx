import { Ban, Check, CircleDashed, Pause, Play } from "lucide-react";
import type { RunProgress } from "@/domain/run";
import { Badge } from "../ui/badge";
import { statusWords } from "./words";

const ICONS = { running: Play, paused: Pause, done: Check, cancelled: Ban } as const;

/** Where a run stands, in a word with a shape of its own. */
export function RunStatus({ progress }: { progress: Pick<RunProgress, "status" | "message" | "workers"> }) {
  const { name, tone } = statusWords(progress);
  const Icon = progress.status === "running" && progress.workers === 0 ? CircleDashed : ICONS[progress.status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {name}
    </Badge>
  );
}
