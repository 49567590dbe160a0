import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** What has to be there before a training run can be launched, where it is not. */
export function Missing(props: { hasEngine: boolean; hasModel: boolean; hasData: boolean }) {
  if (props.hasEngine && props.hasModel && props.hasData) return null;
  return (
    <div className="flex flex-col gap-2 px-4 pt-4 md:px-5">
      {!props.hasData && (
        <Note href="/import" action="Import trajectories">
          There is no judging run yet: filter modes follow its verdicts. Generate or import trajectories, then judge
          them.
        </Note>
      )}
      {!props.hasModel && (
        <Note href="/settings" action="Add a model">
          There is no model yet that could be trained: add one, with the path where a trainer loads it.
        </Note>
      )}
      {!props.hasEngine && (
        <Note href="/settings/engines" action="Add a training engine">
          There is no training engine yet: a Ray cluster that carries out the job. The lab brings one on this machine.
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
