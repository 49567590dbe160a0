"use client";
import { ArrowLeftRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { IconButton } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
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
  const options = runs.map((run) => ({
    value: String(run.id),
    label: run.isNewest ? run.name : `${run.name}, version ${run.version}`,
    hint: run.kind,
  }));
  const open = (pair: { a: number | null; b: number | null }) => {
    const params = new URLSearchParams(rest);
    if (pair.a !== null) params.set("a", String(pair.a));
    if (pair.b !== null) params.set("b", String(pair.b));
    router.push(`${path}?${params}`);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 md:px-5">
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="font-medium text-muted">A</span>
        <Combobox
          label="Judging run A"
          className="w-64 max-w-full"
          value={a === null ? null : String(a)}
          options={options}
          onChange={(value) => open({ a: Number(value), b })}
        />
      </span>
      <IconButton label="Swap A and B" disabled={a === null || b === null} onClick={() => open({ a: b, b: a })}>
        <ArrowLeftRight aria-hidden />
      </IconButton>
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="font-medium text-muted">B</span>
        <Combobox
          label="Judging run B"
          className="w-64 max-w-full"
          value={b === null ? null : String(b)}
          options={options}
          onChange={(value) => open({ a, b: Number(value) })}
        />
      </span>
    </div>
  );
}
