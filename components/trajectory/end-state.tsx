import { showable } from "@/domain/trajectory-view";
import { Badge } from "../ui/badge";

const WORDS: Record<string, string> = { answered: "answered", "no-answer": "ended without an answer" };

/** How a trajectory ended, in words. */
export function EndState({ endState }: { endState: string }) {
  return <Badge tone={endState === "answered" ? "plain" : "warning"}>{WORDS[endState] ?? showable(endState)}</Badge>;
}
