import { endStateWords } from "@/domain/end-state";
import { showable } from "@/domain/trajectory-view";
import { Badge } from "../ui/badge";

/** How a trajectory ended, in words. */
export function EndState({ endState }: { endState: string }) {
  return <Badge tone={endState === "answered" ? "plain" : "warning"}>{showable(endStateWords(endState))}</Badge>;
}
