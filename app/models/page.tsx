import type { Metadata } from "next";
import Link from "next/link";
import { Num } from "@/components/format/number";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { caller } from "@/server/routers/root";
import { WeightsHash } from "./weights-hash";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage() {
  const models = await caller().model.list();
  return (
    <>
      <PageHeader
        title="Models"
        description="Base models, and the checkpoints that training runs made of them."
        actions={
          <>
            {models.length > 1 && (
              <Button asChild>
                <Link href="/models/compare">Compare two</Link>
              </Button>
            )}
            <Button asChild>
              <Link href="/settings#models">Add or edit models</Link>
            </Button>
          </>
        }
      />
      {models.length === 0 ? (
        <EmptyState
          title="No model yet"
          command="npm run lab"
          action={
            <Button asChild variant="primary">
              <Link href="/settings#endpoints">Add an endpoint</Link>
            </Button>
          }
        >
          Adding an endpoint makes a model; imports bring theirs along, and each finished training run adds a
          checkpoint.
        </EmptyState>
      ) : (
        <Table label="Models">
          <thead>
            <tr>
              <Th className="pl-4 md:pl-5">Model</Th>
              <Th className="max-md:hidden">Kind</Th>
              <Th className="max-md:hidden">Trained from</Th>
              <Th className="max-md:hidden">Weights</Th>
              <Th className="max-md:hidden">Served by</Th>
              <Th numeric>Rollout runs</Th>
              <Th numeric>Trajectories</Th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <Tr key={model.id}>
                <Td className="max-w-48 pl-4 md:max-w-72 md:pl-5">
                  <span className="flex items-center gap-2">
                    <Link
                      href={`/models/${model.id}`}
                      className="min-w-0 truncate break-words font-medium hover:underline max-sm:whitespace-normal"
                      title={model.name}
                    >
                      {model.name}
                    </Link>
                    {model.isSample && <SampleBadge />}
                  </span>
                </Td>
                <Td className="max-md:hidden">{model.kind ?? <Missing />}</Td>
                <Td className="max-w-48 truncate max-md:hidden">
                  {model.parentId === null ? (
                    <span className="text-faint">–</span>
                  ) : (
                    <Link href={`/models/${model.parentId}`} className="hover:underline">
                      {model.parentName}
                    </Link>
                  )}
                </Td>
                <Td className="max-md:hidden">
                  {model.weightsHash === null ? <Missing /> : <WeightsHash hash={model.weightsHash} />}
                </Td>
                <Td className="max-w-40 truncate max-md:hidden">
                  {model.endpointName ?? <span className="text-faint">no endpoint</span>}
                </Td>
                <Td numeric>
                  <Num value={model.rolloutRuns} />
                </Td>
                <Td numeric>
                  <Num value={model.trajectories} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}

function Missing() {
  return <span className="text-faint">not recorded</span>;
}
