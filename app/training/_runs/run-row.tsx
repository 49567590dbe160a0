import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { SampleBadge } from "@/components/states/sample-note";
import { TrainingStatus } from "@/components/training/training-status";
import { UpdateBar } from "@/components/training/update-bar";
import { ALGORITHM_WORDS } from "@/components/training/words";
import { Checkbox } from "@/components/ui/checkbox";
import { Td, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { isTrainingOver } from "@/domain/training/status";

type Run = ApiOutputs["trainingRun"]["list"][number];

export function RunRow(props: {
  run: Run;
  canChoose: boolean;
  isChosen: boolean;
  /** No further one can be chosen */
  isFull: boolean;
  onChoose: (id: number, isChosen: boolean) => void;
}) {
  const { run } = props;
  const status = <TrainingStatus status={run.status} />;
  return (
    <Tr>
      <Td className="max-w-44 pl-4 sm:max-w-56 md:pl-5 2xl:max-w-96">
        <span className="flex items-center gap-2">
          {props.canChoose && (
            <Checkbox
              aria-label={`Compare ${run.name}`}
              checked={props.isChosen}
              disabled={props.isFull && !props.isChosen}
              onCheckedChange={(checked) => props.onChoose(run.id, checked === true)}
            />
          )}
          <Link
            href={`/training/${run.id}`}
            title={run.name}
            className="min-w-0 truncate break-words font-medium text-ink hover:underline max-sm:whitespace-normal"
          >
            {run.name}
          </Link>
          {run.isSample && <SampleBadge />}
        </span>
        <span className="mt-0.5 block sm:hidden">{status}</span>
      </Td>
      <Td className="max-sm:hidden" title={run.message ?? undefined}>
        {status}
      </Td>
      <Td className="whitespace-nowrap">
        <span className="flex items-center gap-2 tabular-nums">
          {formatNumber(run.step)}
          {run.totalSteps !== null && run.totalSteps !== run.step && (
            <span className="text-faint text-xs">of {formatNumber(run.totalSteps)}</span>
          )}
          {!isTrainingOver(run.status) && run.totalSteps !== null && (
            <span className="w-14 max-sm:hidden 2xl:w-20">
              <UpdateBar {...run} thin />
            </span>
          )}
        </span>
      </Td>
      <Td numeric>
        <Now run={run} />
      </Td>
      <Td className="max-w-36 truncate max-lg:hidden 2xl:max-w-72" title={run.baseModel.name}>
        <Link href={`/models/${run.baseModel.id}`} className="hover:underline">
          {run.baseModel.name}
        </Link>
      </Td>
      <Td className="max-lg:hidden">
        {run.mode === null ? <span className="text-faint">not recorded</span> : <ModeBadge mode={run.mode} />}
      </Td>
      <Td className="whitespace-nowrap max-md:hidden">{ALGORITHM_WORDS[run.algorithm]}</Td>
      <Td className="max-w-32 truncate max-md:hidden 2xl:max-w-72" title={run.model?.name}>
        {run.model === null ? (
          <span className="text-faint">{isTrainingOver(run.status) ? "none" : "–"}</span>
        ) : (
          <Link href={`/models/${run.model.id}`} className="text-accent-ink hover:underline">
            {run.model.name}
          </Link>
        )}
      </Td>
      <Td className="text-muted max-sm:hidden">
        <RelativeTime iso={run.createdAt} />
      </Td>
    </Tr>
  );
}

function Now({ run: { algorithm, reward, loss } }: { run: Run }) {
  if (algorithm === "swirl" && reward !== null) return formatNumber(reward, 3);
  if (algorithm === "sft" && loss !== null)
    return (
      <>
        <span className="text-faint text-xs">loss</span> {formatNumber(loss, 3)}
      </>
    );
  return <span className="text-faint">–</span>;
}
