"use client";
import { useQuery } from "@tanstack/react-query";
import { Pencil, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { SampleBadge } from "@/components/states/sample-note";
import { Button, IconButton } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { type ListedEndpoint, useEndpoints } from "../endpoints/use-endpoints";
import { Section } from "../section";
import type { ListedModel } from "./form-values";
import { ModelDialog } from "./model-dialog";

const KINDS = { base: "base", checkpoint: "checkpoint" } as const;

export function ModelsSection(props: { initial: ListedModel[]; endpoints: ListedEndpoint[] }) {
  const trpc = useTRPC();
  const { data: models } = useQuery({ ...trpc.endpoint.models.list.queryOptions(), initialData: props.initial });
  const endpoints = useEndpoints(props.endpoints);
  const [open, setOpen] = useState<{ model: ListedModel | null } | null>(null);
  return (
    <Section
      id="models"
      title="Models"
      actions={
        <Button onClick={() => setOpen({ model: null })}>
          <Plus aria-hidden /> Add model
        </Button>
      }
    >
      {models.length === 0 ? (
        <p className="max-w-2xl text-muted">
          A model is what trajectories come from: a base model or a checkpoint, told apart by its weights. Adding an
          endpoint makes one; imports bring theirs along.
        </p>
      ) : (
        <div className="overflow-hidden rounded-md border border-line">
          <Table label="Models">
            <thead>
              <tr>
                <Th>Model</Th>
                <Th className="max-md:hidden">Kind</Th>
                <Th className="max-md:hidden">Weights</Th>
                <Th className="max-md:hidden">Served by</Th>
                <Th numeric>Trajectories</Th>
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {models.map((model) => (
                <ModelRow key={model.id} model={model} onEdit={() => setOpen({ model })} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {open && <ModelDialog model={open.model} models={models} endpoints={endpoints} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function ModelRow({ model, onEdit }: { model: ListedModel; onEdit: () => void }) {
  return (
    <Tr>
      <Td className="max-w-44 md:max-w-64">
        <span className="flex items-center gap-2 max-md:flex-wrap max-md:gap-y-0">
          <span className="truncate font-medium" title={model.name}>
            {model.name}
          </span>
          {model.isSample && <SampleBadge />}
        </span>
        {model.parentName !== null && (
          <div className="truncate text-faint text-xs" title={model.parentName}>
            trained from {model.parentName}
          </div>
        )}
        {model.endpointName !== null && (
          <div className="truncate text-faint text-xs md:hidden">served by {model.endpointName}</div>
        )}
      </Td>
      <Td className="max-md:hidden">{model.kind === null ? <Missing /> : KINDS[model.kind]}</Td>
      <Td className="max-md:hidden">
        {model.weightsHash === null ? (
          <Missing />
        ) : (
          <code className="font-mono text-xs" title={`sha256 ${model.weightsHash}`}>
            {model.weightsHash.slice(0, 12)}
          </code>
        )}
      </Td>
      <Td className="max-w-40 truncate max-md:hidden">
        {model.endpointName ?? <span className="text-faint">no endpoint</span>}
      </Td>
      <Td numeric>
        {model.trajectories > 0 ? (
          <Link href={`/trajectories?model=${model.id}`} className="text-accent-ink hover:underline">
            <Num value={model.trajectories} />
          </Link>
        ) : (
          <Num value={0} />
        )}
      </Td>
      <Td className="text-right">
        {!model.isSample && (
          <IconButton label={`Edit ${model.name}`} size="icon-sm" onClick={onEdit}>
            <Pencil aria-hidden />
          </IconButton>
        )}
      </Td>
    </Tr>
  );
}

function Missing() {
  return <span className="text-faint">not recorded</span>;
}
