import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** What has to be there before a rollout run can start, where it is not. */
export function Missing({ hasServedModel, hasQuestions }: { hasServedModel: boolean; hasQuestions: boolean }) {
  if (hasServedModel && hasQuestions) return null;
  return (
    <div className="flex flex-col gap-2 px-4 pt-4 md:px-5">
      {!hasServedModel && (
        <Note href="/settings" action="Add an endpoint">
          No model is served yet. An endpoint is any server that speaks OpenAI's protocol: vLLM, SGLang, llama.cpp,
          Ollama, or a hosted one.
        </Note>
      )}
      {!hasQuestions && (
        <Note href="/import" action="Import questions">
          There is no question set with questions yet. Import GSM8K, HotPotQA, MuSiQue, BeerQA, or a set of your own.
        </Note>
      )}
    </div>
  );
}

function Note(props: { href: string; action: string; children: ReactNode }) {
  return (
    <div className="flex max-w-4xl flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
      <p className="min-w-0 flex-1 basis-72">{props.children}</p>
      <Button asChild size="sm">
        <Link href={props.href}>{props.action}</Link>
      </Button>
    </div>
  );
}
