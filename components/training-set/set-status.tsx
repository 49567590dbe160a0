import { CircleX, type LucideIcon, Snowflake } from "lucide-react";
import type { TrainingSetStatus } from "@/domain/training-set/training-set";
import type { Tone } from "../run/words";
import { Badge } from "../ui/badge";

const LOOKS: Record<TrainingSetStatus, { name: string; tone: Tone; icon: LucideIcon }> = {
  freezing: { name: "Freezing", tone: "accent", icon: Snowflake },
  frozen: { name: "Frozen", tone: "plain", icon: Snowflake },
  failed: { name: "Failed", tone: "danger", icon: CircleX },
};

/** Where a training set stands, in a word with a shape of its own. */
export function SetStatus({ status }: { status: TrainingSetStatus }) {
  const { name, tone, icon: Icon } = LOOKS[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {name}
    </Badge>
  );
}
