/** What a judging run was asked to do, to be read. */
import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import type { JudgeTemplate, JudgingRunSettings } from "@/domain/judging/settings";
import { PoolBox } from "../_parts/pool-box";
import { RULES } from "../new/values";
import { describeGrammar } from "../templates/grammar-text";

export function RunSettings({ run, names }: { run: ApiOutputs["judging"]["get"]; names: Names }) {
  const { settings } = run;
  if (settings === null) return <OtherSettings text={run.otherSettings} />;
  return (
    <details className="border-line border-t px-4 py-3 md:px-5">
      <summary className="cursor-pointer font-semibold">Settings</summary>
      <h3 className="mt-3 mb-1 text-faint text-xs">Pool, as it was when the run began</h3>
      <PoolBox pool={settings.pool} names={names} isFixed />
      <dl className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-5 gap-y-2.5">
        {facts(settings).map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-faint text-xs">{name}</dt>
            <dd className="break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {settings.template && <TemplateText template={settings.template} />}
    </details>
  );
}

function facts({ judge, endpoint, template }: JudgingRunSettings): [string, ReactNode][] {
  if (judge.kind === "rule") return [["Rules", judge.rules.map((rule) => RULES[rule].name).join("; ")]];
  return [
    ["Endpoint", endpoint ? `${endpoint.name} (${endpoint.servedName} at ${endpoint.baseUrl})` : "gone"],
    ["Template", template ? `${template.name}, version ${template.version}` : "gone"],
    ["Votes a step", formatNumber(judge.votes)],
    ["Temperature", judge.temperature],
    ["Tokens a reply", formatNumber(judge.maxTokens)],
    [
      "Score",
      judge.votes > 1 ? "share of votes" : judge.useLogprobs ? "probability of reasonable" : "as the judge says",
    ],
    ["Asked again", `${formatCount(judge.parseRetries, "time")} where no ruling can be read`],
    ["Seed", judge.seed],
  ];
}

export function TemplateText({ template }: { template: Pick<JudgeTemplate, "systemText" | "userText" | "grammar"> }) {
  return (
    <div className="mt-3 flex max-w-[100ch] flex-col gap-2">
      <p className="text-muted">{describeGrammar(template.grammar)}.</p>
      {template.systemText !== "" && <Text name="System message" text={template.systemText} />}
      <Text name="Prompt" text={template.userText} />
    </div>
  );
}

function Text({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <h3 className="text-faint text-xs">{name}</h3>
      <pre className="mt-1 whitespace-pre-wrap break-words rounded-md bg-subtle p-3 font-mono text-xs">{text}</pre>
    </div>
  );
}

/** What an import brought, as it came. */
function OtherSettings({ text }: { text: string | null }) {
  if (text === null) return null;
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
