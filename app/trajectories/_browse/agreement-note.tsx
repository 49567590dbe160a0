/** The pool is being chosen for the agreement of judges: the way back there with it. */
import Link from "next/link";
import { agreementHref } from "@/app/judging/agreement/addresses";
import { Button } from "@/components/ui/button";
import type { RunChoice } from "@/domain/browse";
import type { Pool } from "@/domain/pool";
import { runName } from "./filters";

export function AgreementNote(props: {
  ids: readonly number[];
  runs: readonly RunChoice[];
  pool: Pool;
  onLeave: () => void;
}) {
  const [a, b, ...others] = props.ids.map((id) => props.runs.find((run) => run.id === id));
  if (!a || !b) return null;
  const view = { a, b, others: others.filter((run) => run !== undefined), pool: props.pool };
  return (
    <div
      role="note"
      className="mx-4 mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-selected px-3 py-1.5 md:mx-5"
    >
      <span className="min-w-0 flex-1 basis-64">
        Choose the trajectories on which <strong className="font-medium">{runName(a)}</strong> and{" "}
        <strong className="font-medium">{runName(b)}</strong> are compared.
      </span>
      <Button asChild size="sm" variant="primary">
        <Link href={agreementHref(view)}>Show their agreement</Link>
      </Button>
      <Button size="sm" variant="ghost" onClick={props.onLeave}>
        Just browse
      </Button>
    </div>
  );
}
