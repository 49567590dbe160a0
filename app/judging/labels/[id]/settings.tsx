/** What a labelling run was asked to do, to be read. */
import type { ReactNode } from "react";
import { PoolBox } from "@/app/judging/_parts/pool-box";
import type { ApiOutputs } from "@/app/trpc";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import type { KeptLabelling } from "@/domain/labelling/kept";
import { METRIC_WORDS } from "@/domain/labelling/metric-words";
import { PromptText } from "../prompt-text";

type Run = ApiOutputs["labelling"]["get"];

export function LabellerSettings({ run, names }: { run: Run; names: Names }) {
  const { settings, otherSettings } = run;
  if (settings === null && otherSettings === null) return null;
  return (
    <section aria-labelledby="settings" className="flex flex-col gap-3 border-line border-t px-4 py-3 md:px-5">
      <h2 id="settings" className="font-semibold">
        Settings
      </h2>
      {settings && (
        <>
          <dl className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-5 gap-y-2.5">
            {facts(settings).map(([name, value]) => (
              <div key={name} className="min-w-0">
                <dt className="text-faint text-xs">{name}</dt>
                <dd className="break-words tabular-nums">{value}</dd>
              </div>
            ))}
          </dl>
          <div>
            <p className="pb-1 text-faint text-xs">Pool, as it was described when the run began</p>
            <PoolBox pool={settings.pool} names={names} isFixed />
          </div>
          {"prompt" in settings && (
            <details>
              <summary className="cursor-pointer text-muted">
                What the model is sent <span className="text-faint text-xs">version {settings.prompt.version}</span>
              </summary>
              <PromptText prompt={settings.prompt} />
            </details>
          )}
        </>
      )}
      {otherSettings && (
        <ScrollRegion
          label="Settings as imported"
          className="max-h-96 max-w-[100ch] overflow-auto rounded-md bg-subtle p-3"
        >
          <pre className="whitespace-pre-wrap break-words font-mono text-xs">{otherSettings}</pre>
        </ScrollRegion>
      )}
    </section>
  );
}

function facts(settings: KeptLabelling): [string, ReactNode][] {
  if ("metricVersion" in settings)
    return [
      ["Metric", METRIC_WORDS[settings.labeller.metric].name],
      ["Correct from", settings.labeller.threshold],
      ["Version of the metric", settings.metricVersion],
    ];
  const { endpoint, labeller } = settings;
  return [
    ["Endpoint", `${endpoint.name} (${endpoint.servedName} at ${endpoint.baseUrl})`],
    ["Temperature", labeller.temperature],
    ["Tokens a reply", formatNumber(labeller.maxTokens)],
    ["Asked again", `${formatCount(labeller.parseRetries, "time")} where no answer can be read`],
    ["Seed", labeller.seed],
  ];
}
