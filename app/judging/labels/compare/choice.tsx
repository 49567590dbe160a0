"use client";
import { ArrowLeftRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { IconButton } from "@/components/ui/button";
import type { RunChoice } from "@/domain/browse";
import { RunPicker } from "../run-picker";

/** Chooses the two runs; each choice is an address. */
export function Choice({ runs, a, b }: { runs: readonly RunChoice[]; a: number | null; b: number | null }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const open = (first: number | null, second: number | null) => {
    const params = new URLSearchParams();
    if (first !== null) params.set("a", String(first));
    if (second !== null) params.set("b", String(second));
    startTransition(() => router.replace(`/judging/labels/compare?${params}`, { scroll: false }));
  };
  return (
    <section
      aria-label="The two labelling runs"
      aria-busy={isPending}
      className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-3 md:px-5"
    >
      <RunPicker
        label="First labelling run"
        runs={runs.filter(({ id }) => id !== b)}
        value={a}
        onChange={(id) => open(id, b)}
      />
      <IconButton label="Swap the two" onClick={() => open(b, a)} disabled={a === null && b === null}>
        <ArrowLeftRight aria-hidden />
      </IconButton>
      <RunPicker
        label="Second labelling run"
        runs={runs.filter(({ id }) => id !== a)}
        value={b}
        onChange={(id) => open(a, id)}
      />
    </section>
  );
}
