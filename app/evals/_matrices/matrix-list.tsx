"use client";
/** The eval matrices, the newest first; while one is running they are kept current. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { RelativeTime } from "@/components/format/time";
import { SampleBadge } from "@/components/states/sample-note";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCount, formatNumber } from "@/domain/format";
import { MatrixStatus } from "./status";

type Listed = ApiOutputs["eval"]["matrices"];

const EVERY_MS = 2_000;

export function MatrixList({ initial }: { initial: Listed }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data } = useQuery({
    ...trpc.eval.matrices.queryOptions(),
    initialData: initial,
    refetchInterval: (query) =>
      query.state.data?.matrices.some(({ status }) => status === "running") ? EVERY_MS : false,
  });
  const { matrices, more } = data;

  // The results below were drawn by the server: a cell that is done stands there, too.
  const done = matrices.reduce((sum, matrix) => sum + matrix.done, 0);
  const drawn = useRef(done);
  useEffect(() => {
    if (drawn.current === done) return;
    drawn.current = done;
    router.refresh();
  }, [done, router]);
  return (
    <section aria-labelledby="runs-of-evals" className="border-line border-b">
      <h2 id="runs-of-evals" className="px-4 pt-4 pb-2 font-semibold md:px-5">
        Runs of evals
      </h2>
      {matrices.length === 0 ? (
        <p className="px-4 pb-4 text-muted md:px-5">
          None yet.{" "}
          <Link href="/evals/new" className="underline hover:text-ink">
            New evals
          </Link>{" "}
          measures several models on several question sets at once.
        </p>
      ) : (
        <Table label="Runs of evals">
          <thead>
            <tr>
              <Th className="pl-4 md:pl-5">Name</Th>
              <Th className="max-sm:hidden">Status</Th>
              <Th className="max-sm:hidden">What</Th>
              <Th numeric>Cells done</Th>
              <Th numeric className="max-sm:hidden">
                Failed
              </Th>
              <Th className="max-sm:hidden">Started</Th>
            </tr>
          </thead>
          <tbody>
            {matrices.map((matrix) => (
              <MatrixRow key={matrix.id} matrix={matrix} />
            ))}
          </tbody>
        </Table>
      )}
      {more && <p className="px-4 py-2 text-faint text-xs md:px-5">The newest {formatNumber(matrices.length)}.</p>}
    </section>
  );
}

function MatrixRow({ matrix }: { matrix: Listed["matrices"][number] }) {
  const { id, name, status, failed, done, cells, models, sets, createdAt, isSample } = matrix;
  return (
    <Tr>
      <Td className="max-w-52 pl-4 sm:max-w-80 md:pl-5">
        <span className="flex items-center gap-2">
          <Link href={`/evals/matrix/${id}`} title={name} className="min-w-0 truncate font-medium hover:underline">
            {name}
          </Link>
          {isSample && <SampleBadge />}
        </span>
        <span className="mt-0.5 block sm:hidden">
          <MatrixStatus status={status} failed={failed} />
        </span>
      </Td>
      <Td className="max-sm:hidden">
        <MatrixStatus status={status} failed={failed} />
      </Td>
      <Td className="whitespace-nowrap text-muted max-sm:hidden">
        {formatCount(models, "model")} × {formatCount(sets, "question set")}
      </Td>
      <Td numeric>
        <Num value={done} /> <span className="text-faint text-xs">of {formatNumber(cells)}</span>
      </Td>
      <Td numeric className="max-sm:hidden">
        {failed === 0 ? (
          <span className="text-faint">0</span>
        ) : (
          <span className="text-danger-ink">{formatNumber(failed)}</span>
        )}
      </Td>
      <Td className="text-muted max-sm:hidden">
        <RelativeTime iso={createdAt} />
      </Td>
    </Tr>
  );
}
