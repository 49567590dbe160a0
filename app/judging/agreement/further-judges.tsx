"use client";
import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import type { RunChoice } from "@/domain/browse";
import { agreementHref, type View } from "./addresses";

const MOST = 8;

/** Judging runs beside A and B, for the α of all of them. */
export function FurtherJudges({ view, runs }: { view: View; runs: readonly RunChoice[] }) {
  const router = useRouter();
  const open = (others: RunChoice[]) => router.push(agreementHref({ ...view, others }), { scroll: false });
  const left = runs.filter(({ id }) => view.others.every((other) => other.id !== id));
  return (
    <div className="flex flex-wrap items-center gap-2">
      {view.others.map((run) => (
        <Badge key={run.id} className="gap-1 pr-0.5">
          <span className="text-faint">with</span> <span className="text-ink">{run.name}</span>
          <IconButton
            label={`Leave out ${run.name}`}
            className="size-5"
            onClick={() => open(view.others.filter(({ id }) => id !== run.id))}
          >
            <X aria-hidden />
          </IconButton>
        </Badge>
      ))}
      {left.length > 0 && view.others.length < MOST && (
        <Combobox
          label="A further judge"
          className="w-52 max-w-full"
          placeholder="add a further judge"
          value={null}
          options={left.map((run) => ({
            value: String(run.id),
            label: run.isNewest ? run.name : `${run.name}, version ${run.version}`,
            hint: run.kind,
          }))}
          onChange={(value) => open([...view.others, ...left.filter(({ id }) => String(id) === value)])}
        />
      )}
    </div>
  );
}
