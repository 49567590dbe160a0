"use client";
import { useRouter } from "next/navigation";
import { Chip } from "@/components/ui/badge";
import { NativeSelect } from "@/components/ui/input";
import type { NameOf } from "./comparison";
import { compareHref, MOST_COMPARED } from "./run-ids";

/** Which runs are drawn: the address says it, so that a comparison is a link. */
export function ChooseRuns({
  ids,
  choice,
  nameOf,
}: {
  ids: readonly number[];
  choice: readonly { id: number; name: string }[];
  nameOf: NameOf;
}) {
  const router = useRouter();
  const show = (next: readonly number[]) => router.replace(compareHref(next), { scroll: false });
  const others = choice.filter(({ id }) => !ids.includes(id));
  const calledBy = (id: number) => {
    const run = choice.find((one) => one.id === id);
    return run ? nameOf(run) : `training run ${id}`;
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {ids.map((id) => (
        <Chip
          key={id}
          removeLabel={`Leave out ${calledBy(id)}`}
          onRemove={() => show(ids.filter((each) => each !== id))}
          onClick={() => router.push(`/training/${id}`)}
        >
          <span className="max-w-60 truncate">{calledBy(id)}</span>
        </Chip>
      ))}
      {others.length > 0 && ids.length < MOST_COMPARED && (
        <NativeSelect
          aria-label="Add a training run"
          className="w-auto max-w-72"
          value=""
          onChange={(event) => show([...ids, Number(event.target.value)])}
        >
          <option value="">{ids.length === 0 ? "Choose a training run…" : "Add a training run…"}</option>
          {others.map((run) => (
            <option key={run.id} value={run.id}>
              {nameOf(run)}
            </option>
          ))}
        </NativeSelect>
      )}
      {choice.length === 0 && <p className="text-muted">There is no training run to compare yet.</p>}
    </div>
  );
}
