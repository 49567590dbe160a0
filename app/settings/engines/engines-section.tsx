"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Command } from "@/components/states/command";
import { Button } from "@/components/ui/button";
import { Table, Th } from "@/components/ui/table";
import { Section } from "../section";
import { EngineDialog } from "./engine-dialog";
import { EngineRow } from "./engine-row";
import { RemoveEngineDialog } from "./remove-dialog";
import { type ListedEngine, useEngines } from "./use-engines";

type Open = { form: ListedEngine | null } | { removal: ListedEngine } | null;

export function EnginesSection({ initial }: { initial: ListedEngine[] }) {
  const engines = useEngines(initial);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const isEmpty = engines.length === 0;
  const add = (
    <Button variant={isEmpty ? "primary" : "secondary"} onClick={() => setOpen({ form: null })}>
      <Plus aria-hidden /> Add training engine
    </Button>
  );
  return (
    <Section id="engines" title="Training engines" actions={isEmpty ? undefined : add}>
      {isEmpty ? (
        <NoEngine>{add}</NoEngine>
      ) : (
        <div className="overflow-hidden rounded-md border border-line">
          <Table label="Training engines">
            <thead>
              <tr>
                <Th>Engine</Th>
                <Th className="max-md:hidden">Storage</Th>
                <Th className="max-md:hidden">A job asks for</Th>
                <Th className="max-md:hidden">Token</Th>
                <Th numeric className="max-md:hidden">
                  Training runs
                </Th>
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {engines.map((engine) => (
                <EngineRow
                  key={engine.id}
                  engine={engine}
                  onEdit={() => setOpen({ form: engine })}
                  onRemove={() => setOpen({ removal: engine })}
                />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {open && "form" in open && <EngineDialog engine={open.form} onClose={close} />}
      {open && "removal" in open && <RemoveEngineDialog engine={open.removal} onClose={close} />}
    </Section>
  );
}

function NoEngine({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-2xl text-muted">
        A training engine is a Ray cluster: training runs are its jobs. On a laptop, the lab starts a small one, with a
        tiny model to train on it, and adds it here. On a machine with GPUs:
      </p>
      <div className="flex max-w-full flex-wrap gap-2">
        <Command text="npm run lab" />
        <Command text="ray start --head" />
      </div>
      <p className="text-muted">The dashboard of the second is http://127.0.0.1:8265.</p>
      {children}
    </div>
  );
}
