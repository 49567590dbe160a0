"use client";
import { useRouter } from "next/navigation";
import { runName } from "@/app/trajectories/_browse/filters";
import { ChooseTwo } from "@/components/ui/choose-two";
import type { RunChoice } from "@/domain/browse";

/** The two judging runs that are compared. */
export function RunPair(props: {
  runs: readonly RunChoice[];
  a: number | null;
  b: number | null;
  path?: string;
  /** What else the address says, as a query string */
  rest?: string;
}) {
  const router = useRouter();
  const { runs, a, b, path = "/judging/flips", rest = "" } = props;
  return (
    <ChooseTwo
      kind="Judging run"
      options={runs.map((run) => ({ value: String(run.id), label: runName(run), hint: run.kind }))}
      a={a}
      b={b}
      onChoose={(pair) => {
        const params = new URLSearchParams(rest);
        if (pair.a !== null) params.set("a", String(pair.a));
        if (pair.b !== null) params.set("b", String(pair.b));
        router.push(`${path}?${params}`);
      }}
    />
  );
}
