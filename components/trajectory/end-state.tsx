import { showable } from "@/domain/trajectory-view";
import { Badge } from "../ui/badge";

const WORDS: Record<string, string> = { answered: "answered", "no-answer": "ended without an answer" };

/** How a trajectory ended, in words. */
export function EndState({ endState }: { endState: string }) {
  const isAnswered = endState === "answered";
  return <Badge tone={isAnswered ? "plain" : "warning"}>{WORDS[endState] ?? showable(endState)}</Badge>;
}
