"use client";
import { Pencil, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Td, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { TestResult } from "./test-result";
import { type ListedEndpoint, useEndpointTest } from "./use-endpoints";

export function EndpointRow(props: { endpoint: ListedEndpoint; onEdit: () => void; onRemove: () => void }) {
  const { endpoint } = props;
  const test = useEndpointTest();
  return (
    <>
      <Tr className={test.isIdle ? undefined : "border-b-0"}>
        <Td className="max-w-40 align-top md:max-w-64">
          <div className="truncate font-medium" title={endpoint.name}>
            {endpoint.name}
          </div>
          <div className="truncate font-mono text-faint text-xs" title={endpoint.baseUrl}>
            {endpoint.baseUrl}
          </div>
          <div className="mt-1 flex flex-col gap-0.5 text-xs md:hidden">
            <span className="truncate">
              {endpoint.servedName}, {formatNumber(endpoint.maxConcurrency)} at once
            </span>
            {endpoint.keyVariable !== null && <KeyState endpoint={endpoint} />}
          </div>
        </Td>
        <Td className="max-w-52 align-top max-md:hidden">
          <div className="truncate" title={endpoint.servedName}>
            {endpoint.servedName}
          </div>
          {endpoint.isStreamed && <div className="text-faint text-xs">streamed</div>}
        </Td>
        <Td numeric className="align-top max-md:hidden">
          {formatNumber(endpoint.maxConcurrency)}
        </Td>
        <Td className="max-w-52 align-top max-md:hidden">
          <KeyState endpoint={endpoint} />
        </Td>
        <Td className="align-top">
          <div className="flex items-center justify-end gap-1">
            <Button size="sm" disabled={test.isPending} onClick={() => test.mutate(endpoint)}>
              {test.isPending ? "Testing…" : "Test"}
              <span className="sr-only"> {endpoint.name}</span>
            </Button>
            <IconButton label={`Edit ${endpoint.name}`} size="icon-sm" onClick={props.onEdit}>
              <Pencil aria-hidden />
            </IconButton>
            <IconButton label={`Remove ${endpoint.name}`} size="icon-sm" onClick={props.onRemove}>
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        </Td>
      </Tr>
      {!test.isIdle && (
        <tr className="border-line border-b last:border-b-0">
          <td colSpan={5} className="px-2.5 pb-2">
            <TestResult test={test} />
          </td>
        </tr>
      )}
    </>
  );
}

function KeyState({ endpoint: { keyVariable, isKeySet } }: { endpoint: ListedEndpoint }) {
  if (keyVariable === null) return <span className="text-faint">none needed</span>;
  return (
    <>
      <div className="truncate font-mono text-xs leading-5" title={keyVariable}>
        {keyVariable}
      </div>
      <Badge
        className="self-start"
        tone={isKeySet ? "success" : "warning"}
        title="In the studio's own process. Workers that run elsewhere need it too."
      >
        {isKeySet ? "set here" : "not set here"}
      </Badge>
    </>
  );
}
