"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Command } from "@/components/states/command";
import { Button } from "@/components/ui/button";
import { Table, Th } from "@/components/ui/table";
import { Section } from "../section";
import { EndpointDialog } from "./endpoint-dialog";
import { EndpointRow } from "./endpoint-row";
import { RemoveEndpointDialog } from "./remove-dialog";
import { type ListedEndpoint, useEndpoints } from "./use-endpoints";

type Open = { form: ListedEndpoint | null } | { removal: ListedEndpoint } | null;

export function EndpointsSection({ initial }: { initial: ListedEndpoint[] }) {
  const endpoints = useEndpoints(initial);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const isEmpty = endpoints.length === 0;
  const add = (
    <Button variant={isEmpty ? "primary" : "secondary"} onClick={() => setOpen({ form: null })}>
      <Plus aria-hidden /> Add endpoint
    </Button>
  );
  return (
    <Section id="endpoints" title="Endpoints" actions={isEmpty ? undefined : add}>
      {isEmpty ? (
        <NoEndpoint>{add}</NoEndpoint>
      ) : (
        <div className="overflow-hidden rounded-md border border-line">
          <Table label="Endpoints">
            <thead>
              <tr>
                <Th>Endpoint</Th>
                <Th className="max-md:hidden">Model name in requests</Th>
                <Th numeric className="max-md:hidden">
                  At once
                </Th>
                <Th className="max-md:hidden">Key</Th>
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {endpoints.map((endpoint) => (
                <EndpointRow
                  key={endpoint.id}
                  endpoint={endpoint}
                  onEdit={() => setOpen({ form: endpoint })}
                  onRemove={() => setOpen({ removal: endpoint })}
                />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {open && "form" in open && <EndpointDialog endpoint={open.form} onClose={close} />}
      {open && "removal" in open && <RemoveEndpointDialog endpoint={open.removal} onClose={close} />}
    </Section>
  );
}

function NoEndpoint({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-2xl text-muted">
        An endpoint is a server that speaks OpenAI's protocol, and the model it serves: vLLM, SGLang, llama.cpp, Ollama,
        or a hosted one. Rollout runs, judging runs and model labellers send their requests to it. For one on this
        machine:
      </p>
      <div className="flex max-w-full flex-wrap gap-2">
        <Command text="vllm serve Qwen/Qwen3-8B --port 8000" />
        <Command text="ollama run qwen3:8b" />
      </div>
      <p className="text-muted">Their addresses are http://127.0.0.1:8000/v1 and http://127.0.0.1:11434/v1.</p>
      {children}
    </div>
  );
}
