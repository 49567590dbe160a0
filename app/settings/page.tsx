import type { Metadata } from "next";
import { cookies } from "next/headers";
import { holdsSample } from "@/app/_home/sample-counts";
import { LoadSamplePool, RemoveSamplePool } from "@/app/_home/sample-pool";
import { Num } from "@/components/format/number";
import { PageHeader } from "@/components/shell/page-header";
import { THEME_COOKIE, Theme } from "@/components/shell/theme";
import { SimulatedBadge } from "@/components/states/simulated-note";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatBytes, formatCount } from "@/domain/format";
import { version } from "@/package.json";
import { caller } from "@/server/routers/root";
import { ThemeChoice } from "./theme-choice";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { library } = caller();
  const [facts, sample] = await Promise.all([library.databaseFacts(), library.samplePool()]);
  const theme = Theme.catch("system").parse((await cookies()).get(THEME_COOKIE)?.value);
  const where = facts.address === null ? "a local socket" : `${facts.address}, port ${facts.port}`;
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader title="Settings" />
      <div className="mx-auto flex max-w-3xl flex-col gap-4 p-4 md:p-5">
        <Section id="theme" title="Theme">
          <ThemeChoice initial={theme} />
        </Section>
        <Section id="data" title="Data">
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <Fact name="Database">
              {facts.database} on PostgreSQL {facts.postgres}, at {where}
            </Fact>
            <Fact name="Size">{formatBytes(facts.bytes)}</Fact>
            <Fact name="Data revision">
              <Num value={facts.revision} /> <span className="text-muted">(goes up with every change of the data)</span>
            </Fact>
            <Fact name="Schema">{formatCount(facts.migrations, "migration")} applied</Fact>
          </dl>
          <div className="mt-3 overflow-hidden rounded-md border border-line">
            <Table label="What the database holds">
              <thead>
                <tr>
                  <Th>What</Th>
                  <Th numeric>Rows</Th>
                  <Th numeric>On disk</Th>
                </tr>
              </thead>
              <tbody>
                {facts.tables.map((table) => (
                  <Tr key={table.name}>
                    <Td>{table.name}</Td>
                    <Td numeric>
                      <Num value={table.rows} />
                    </Td>
                    <Td numeric>{formatBytes(table.bytes)}</Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </div>
        </Section>
        <Section
          id="sample"
          title={
            <span className="inline-flex items-center gap-2">
              Sample pool <SimulatedBadge />
            </span>
          }
        >
          {holdsSample(sample) ? (
            <>
              <p className="mb-3 text-muted">
                {formatCount(sample.trajectories, "simulated trajectory", "simulated trajectories")} on{" "}
                {formatCount(sample.questions, "invented question")}, with{" "}
                {formatCount(sample.judgingRuns, "simulated judging run")}.
              </p>
              <RemoveSamplePool counts={sample} />
            </>
          ) : (
            <>
              <p className="mb-3 text-muted">
                It is not loaded. It is made by code, the same every time, and labelled as simulated wherever it shows.
              </p>
              <LoadSamplePool />
            </>
          )}
        </Section>
        <p className="text-faint text-xs">Swirl Studio {version} · MIT licence · no telemetry</p>
      </div>
    </div>
  );
}

function Section({ id, title, children }: { id: string; title: React.ReactNode; children: React.ReactNode }) {
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-panel p-4">
      <h2 id={id} className="mb-2 font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}
