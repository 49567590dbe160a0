"use client";
import { useQuery } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Table, Th } from "@/components/ui/table";
import { ExportRow } from "./export-row";

type Exports = ApiOutputs["compare"]["exports"];

/** The exports of late, those under way with their progress; of one training set, where it is given. */
export function RecentExports({ initial, trainingSet }: { initial: Exports; trainingSet?: number }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.compare.exports.queryOptions(undefined, {
      initialData: initial,
      refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? 1000 : false),
    }),
  );
  const exports = trainingSet === undefined ? data : data.filter(({ request }) => request.trainingSet === trainingSet);
  if (exports.length === 0) return null;
  return (
    <section aria-labelledby="exports" className="rounded-lg border border-line bg-panel">
      <h2 id="exports" className="px-4 pt-3 pb-1 font-medium">
        Recent exports
      </h2>
      <Table label="Recent exports">
        <thead>
          <tr>
            <Th className="pl-4">File</Th>
            <Th>Progress</Th>
            <Th numeric>Rows</Th>
            <Th numeric>Bytes</Th>
            <Th title="Of the file, before gzip">sha256</Th>
            <Th>Started</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {exports.map((state) => (
            <ExportRow key={state.id} state={state} />
          ))}
        </tbody>
      </Table>
    </section>
  );
}

const isUnderWay = (state: Exports[number]) => state.status === "running" || state.status === "waiting";
