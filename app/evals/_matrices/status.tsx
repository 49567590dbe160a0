import {
  Ban,
  Check,
  CircleDashed,
  CircleX,
  Hourglass,
  type LucideIcon,
  Play,
  Server,
  Tags,
  TriangleAlert,
} from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { CellStatus as Cell, MatrixStatus as Matrix } from "@/domain/eval/cell";
import type { ServingStatus } from "@/domain/eval/serving";
import { CELL_WORDS, matrixWords, SERVER_WORDS } from "./words";

const CELL_ICONS: Record<Cell, LucideIcon> = {
  waiting: Hourglass,
  serving: Server,
  running: Play,
  labelling: Tags,
  done: Check,
  failed: CircleX,
  cancelled: Ban,
};
const SERVER_ICONS: Record<ServingStatus, LucideIcon> = {
  launching: CircleDashed,
  pending: Hourglass,
  ready: Check,
  stopping: CircleDashed,
  stopped: Ban,
  failed: CircleX,
};

/** Where a cell of an eval matrix stands. */
export function CellStatus({ status }: { status: Cell }) {
  const Icon = CELL_ICONS[status];
  const { name, tone } = CELL_WORDS[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {name}
    </Badge>
  );
}

/** Where a server that was started for an eval matrix stands. */
export function ServerStatus({ status }: { status: ServingStatus }) {
  const Icon = SERVER_ICONS[status];
  const { name, tone } = SERVER_WORDS[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {name}
    </Badge>
  );
}

/** Where an eval matrix stands. */
export function MatrixStatus({ status, failed }: { status: Matrix; failed: number }) {
  const { name, tone } = matrixWords(status, failed);
  const Icon = status === "running" ? Play : status === "cancelled" ? Ban : failed === 0 ? Check : TriangleAlert;
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {name}
    </Badge>
  );
}
