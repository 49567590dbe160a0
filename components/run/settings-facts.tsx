/** Parts of a run's settings as they are read, the same for every kind of run. */
import type { ReactNode } from "react";
import { ScrollRegion } from "../trajectory/scroll-region";

export type Fact = readonly [name: string, value: ReactNode];

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-5 gap-y-2.5">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-faint text-xs">{name}</dt>
          <dd className="break-words tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type KeptEndpoint = {
  name: string;
  baseUrl: string;
  servedName: string;
  extraBody?: Record<string, unknown> | undefined;
};

/** The endpoint that a run asked, and what it added to each of its requests. */
export function endpointFacts({ name, baseUrl, servedName, extraBody = {} }: KeptEndpoint): Fact[] {
  const endpoint: Fact = ["Endpoint", `${name} (${servedName} at ${baseUrl})`];
  if (Object.keys(extraBody).length === 0) return [endpoint];
  const fields = <span className="font-mono text-xs">{JSON.stringify(extraBody)}</span>;
  return [endpoint, ["Further fields of requests", fields]];
}

/** What an import brought, as it came. */
export function SettingsAsImported({ text }: { text: string }) {
  return (
    <details className="border-line border-t px-4 py-3 md:px-5">
      <summary className="cursor-pointer font-semibold">Settings as imported</summary>
      <ScrollRegion
        label="Settings as imported"
        className="mt-2 max-h-96 max-w-[100ch] overflow-auto rounded-md bg-subtle p-3"
      >
        <pre className="whitespace-pre-wrap break-words font-mono text-xs">{text}</pre>
      </ScrollRegion>
    </details>
  );
}
