import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import type { Agreement } from "./addresses";
import { BinaryFigures, BinaryHeads } from "./binary-figures";

/** Judging runs made with the versions of one judge template, each against A. */
export function Versions({ versions, current }: { versions: Agreement["versions"]; current: number }) {
  return (
    <section aria-labelledby="versions" className="min-w-0 border-line border-t px-4 py-4 md:px-5">
      <h2 id="versions" className="font-semibold">
        By version of the judge’s prompt
      </h2>
      <p className="text-muted text-xs">
        Judging runs made with “{versions[0]?.run.template}”, on the trajectories that A and B have judged.
      </p>
      <Table label="Agreement with A by version of the judge's prompt" className="mt-2">
        <thead>
          <tr>
            <Th>Judging run</Th>
            <Th numeric>Version of the prompt</Th>
            <Th numeric>n</Th>
            <BinaryHeads />
          </tr>
        </thead>
        <tbody>
          {versions.map(({ run, steps, figures }) => (
            <Tr key={run.id} aria-current={run.id === current ? "true" : undefined}>
              <th scope="row" className="px-2.5 py-1 text-left font-normal">
                <Link href={`/judging/${run.id}`} className="hover:underline">
                  {run.name}
                </Link>
                {run.id === current && <span className="ml-2 text-faint text-xs">B</span>}
              </th>
              <Td numeric>{formatNumber(run.templateVersion)}</Td>
              <Td numeric>{formatNumber(steps.ruled)}</Td>
              <BinaryFigures figures={figures} />
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
