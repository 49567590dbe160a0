"use client";
import { useRouter } from "next/navigation";
import { runName } from "@/app/trajectories/_browse/filters";
import { ChooseTwo } from "@/components/ui/choose-two";
import type { RunChoice } from "@/domain/browse";

/** The two judging runs that are compared. */
export function RunPair(props: { runs: readonly RunChoice[]; a: number | null; b: number | null }) {
  const router = useRouter();
  const { runs, a, b } = props;
  return (
    <ChooseTwo
      kind="Judging run"
      options={runs.map((run) => ({ value: String(run.id), label: runName(run), hint: run.kind }))}
      a={a}
      b={b}
      onChoose={(pair) => {
        const params = new URLSearchParams();
        if (pair.a !== null) params.set("a", String(pair.a));
        if (pair.b !== null) params.set("b", String(pair.b));
        router.push(`/judging/flips?${params}`);
      }}
    />
  );
}
