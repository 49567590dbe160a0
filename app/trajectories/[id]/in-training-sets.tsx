"use client";
/** The training sets that a trajectory is in, and with which of its steps: one short line, whatever comes. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { formatCount } from "@/domain/format";
import { stepsInWords } from "@/domain/training-set/steps-in-words";
import { nameOfSet } from "@/domain/training-set/training-set";

export type Holding = ApiOutputs["trainingSet"]["ofTrajectory"][number];

/** Read after the page is there; undefined while it is not known. */
export function useHoldingSets(id: number) {
  const trpc = useTRPC();
  return useQuery(trpc.trainingSet.ofTrajectory.queryOptions({ id }));
}

export function InTrainingSets({ id }: { id: number }) {
  const { data: sets, isError, refetch } = useHoldingSets(id);
  if (isError)
    return (
      <button type="button" className="text-danger-ink underline" onClick={() => void refetch()}>
        could not be read: try again
      </button>
    );
  if (sets === undefined) return <span className="text-faint">…</span>;
  const [newest, ...earlier] = sets;
  if (!newest) return <span className="text-faint">none</span>;
  return (
    <span className="flex min-w-0 items-baseline gap-x-2 whitespace-nowrap">
      <Name set={newest} />
      <span className="shrink-0 text-muted text-xs tabular-nums">{stepsInWords(newest.steps)}</span>
      {earlier.length > 0 && (
        <Popover>
          <PopoverTrigger asChild>
            <Button size="sm" variant="ghost" className="-my-1 h-6 px-1 font-normal">
              and {formatCount(earlier.length, "more", "more")}
            </Button>
          </PopoverTrigger>
          <PopoverContent aria-label="Training sets with this trajectory" className="max-h-80 w-80 overflow-auto p-2">
            <ul>
              {sets.map((set) => (
                <li key={set.id} className="flex items-baseline justify-between gap-3 px-1 py-0.5">
                  <Name set={set} />
                  <span className="shrink-0 text-muted text-xs tabular-nums">{stepsInWords(set.steps)}</span>
                </li>
              ))}
            </ul>
          </PopoverContent>
        </Popover>
      )}
    </span>
  );
}

function Name({ set }: { set: Holding }) {
  const name = nameOfSet(set);
  return (
    <Link
      href={`/training-sets/${set.id}`}
      title={name}
      className="max-w-72 min-w-0 truncate text-accent-ink hover:underline"
    >
      {name}
    </Link>
  );
}

/** For the figures of one step; null where no set holds any of the trajectory. */
export function setsOfStep(sets: readonly Holding[] | undefined, step: number): string | null {
  if (sets === undefined || sets.length === 0) return null;
  const [only, ...others] = sets.filter(({ steps }) => steps[step]);
  if (!only) return "in no training set";
  return others.length === 0 ? `in ${nameOfSet(only)}` : `in ${formatCount(others.length + 1, "training set")}`;
}
