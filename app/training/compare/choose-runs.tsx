"use client";
import { useRouter } from "next/navigation";
import { Chip } from "@/components/ui/badge";
import { NativeSelect } from "@/components/ui/input";
import { compareHref, MOST_COMPARED } from "./run-ids";

/** Which runs are drawn: the address says it, so that a comparison is a link. */
export function ChooseRuns({
  ids,
  choice,
}: {
  ids: readonly number[];
  choice: readonly { id: number; name: string }[];
}) {
  const router = useRouter();
  const show = (next: readonly number[]) => router.replace(compareHref(next), { scroll: false });
  const others = choice.filter(({ id }) => !ids.includes(id));
  const nameOf = (id: number) => choice.find((one) => one.id === id)?.name ?? `training run ${id}`;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {ids.map((id) => (
        <Chip
          key={id}
          removeLabel={`Leave out ${nameOf(id)}`}
          onRemove={() => show(ids.filter((each) => each !== id))}
          onClick={() => router.push(`/training/${id}`)}
        >
          <span className="max-w-60 truncate">{nameOf(id)}</span>
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
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      )}
      {choice.length === 0 && <p className="text-muted">There is no training run to compare yet.</p>}
    </div>
  );
}
