"use client";
import { Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Td, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { TestResult } from "./test-result";
import { type ListedEngine, useEngineTest } from "./use-engines";

export function EngineRow(props: { engine: ListedEngine; onEdit: () => void; onRemove: () => void }) {
  const { engine } = props;
  const test = useEngineTest();
  return (
    <>
      <Tr className={test.isIdle ? undefined : "border-b-0"}>
        <Td className="max-w-40 align-top md:max-w-64">
          <div className="truncate font-medium" title={engine.name}>
            {engine.name}
          </div>
          <div className="truncate font-mono text-faint text-xs" title={engine.address}>
            {engine.address}
          </div>
          <div className="mt-1 flex flex-col gap-0.5 text-xs md:hidden">
            <TokenState engine={engine} />
            <span className="text-muted">{resourcesOf(engine)}</span>
          </div>
        </Td>
        <Td className="max-w-52 align-top max-md:hidden">
          <div className="truncate font-mono text-xs leading-5" title={engine.storage}>
            {engine.storage}
          </div>
          <div className="text-faint text-xs">{engine.sharedFolder === null ? "seen there only" : "shared"}</div>
        </Td>
        <Td className="max-w-40 align-top max-md:hidden">
          <div className="truncate" title={resourcesOf(engine)}>
            {resourcesOf(engine)}
          </div>
        </Td>
        <Td className="max-w-48 align-top max-md:hidden">
          <TokenState engine={engine} />
        </Td>
        <Td numeric className="align-top max-md:hidden">
          {engine.runs === 0 ? (
            <span className="text-faint">none</span>
          ) : (
            <Link href="/training" className="hover:underline">
              {formatNumber(engine.runs)}
            </Link>
          )}
        </Td>
        <Td className="align-top">
          <div className="flex items-center justify-end gap-1">
            <Button size="sm" disabled={test.isPending} onClick={() => test.mutate(engine)}>
              {test.isPending ? "Testing…" : "Test"}
              <span className="sr-only"> {engine.name}</span>
            </Button>
            <IconButton label={`Edit ${engine.name}`} size="icon-sm" onClick={props.onEdit}>
              <Pencil aria-hidden />
            </IconButton>
            <IconButton label={`Remove ${engine.name}`} size="icon-sm" onClick={props.onRemove}>
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        </Td>
      </Tr>
      {!test.isIdle && (
        <tr className="border-line border-b last:border-b-0">
          <td colSpan={6} className="px-2.5 pb-2">
            <TestResult test={test} />
          </td>
        </tr>
      )}
    </>
  );
}

function resourcesOf({ resources: { cpus, gpus, memoryGib } }: ListedEngine): string {
  const memory = memoryGib === null ? "" : `, ${formatNumber(memoryGib)} GiB`;
  const amount = (value: number, name: string) =>
    `${formatNumber(value, Number.isInteger(value) ? 0 : 1)} ${value === 1 ? name : `${name}s`}`;
  return `${gpus === 0 ? "no GPU" : amount(gpus, "GPU")}, ${amount(cpus, "CPU")}${memory}`;
}

function TokenState({ engine: { tokenVariable, isTokenSet } }: { engine: ListedEngine }) {
  if (tokenVariable === null) return <span className="text-faint">no token</span>;
  return (
    <>
      <div className="truncate font-mono text-xs leading-5" title={tokenVariable}>
        {tokenVariable}
      </div>
      <Badge
        className="self-start"
        tone={isTokenSet ? "success" : "warning"}
        title="In the studio's own process. Workers that run elsewhere need it too."
      >
        {isTokenSet ? "set here" : "not set here"}
      </Badge>
    </>
  );
}
