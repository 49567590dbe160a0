/** What a labelling run was asked to do, to be read. */
import { PoolBox } from "@/app/judging/_parts/pool-box";
import type { ApiOutputs } from "@/app/trpc";
import { endpointFacts, type Fact, Facts, SettingsAsImported } from "@/components/run/settings-facts";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import type { KeptLabelling } from "@/domain/labelling/kept";
import { METRIC_WORDS } from "@/domain/labelling/metric-words";
import { PromptText } from "../prompt-text";

type Run = ApiOutputs["labelling"]["get"];

export function LabellerSettings({ run, names }: { run: Run; names: Names }) {
  const { settings, otherSettings } = run;
  if (settings === null) return otherSettings && <SettingsAsImported text={otherSettings} />;
  return (
    <section aria-labelledby="settings" className="flex flex-col gap-3 border-line border-t px-4 py-3 md:px-5">
      <h2 id="settings" className="font-semibold">
        Settings
      </h2>
      <Facts facts={facts(settings)} />
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
    </section>
  );
}

function facts(settings: KeptLabelling): Fact[] {
  if ("metricVersion" in settings)
    return [
      ["Metric", METRIC_WORDS[settings.labeller.metric].name],
      ["Correct from", settings.labeller.threshold],
      ["Version of the metric", settings.metricVersion],
    ];
  const { endpoint, labeller } = settings;
  return [
    ...endpointFacts(endpoint),
    ["Temperature", labeller.temperature],
    ["Tokens a reply", formatNumber(labeller.maxTokens)],
    ["Asked again", `${formatCount(labeller.parseRetries, "time")} where no answer can be read`],
    ["Seed", labeller.seed],
  ];
}
