/** What a judging run was asked to do, to be read. */
import Link from "next/link";
import type { z } from "zod";
import type { ApiOutputs } from "@/app/trpc";
import { endpointFacts, type Fact, Facts, SettingsAsImported } from "@/components/run/settings-facts";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import type { JudgeTemplate, JudgingRunSettings } from "@/domain/judging/settings";
import { FINAL, ReviewRunSettings } from "@/domain/review/ruling";
import { PoolBox } from "../_parts/pool-box";
import { RULES } from "../new/values";
import { describeGrammar } from "../templates/grammar-text";

export function RunSettings({ run, names }: { run: ApiOutputs["judging"]["get"]; names: Names }) {
  const { settings } = run;
  const review = reviewOf(run.otherSettings);
  if (review) return <FromReview {...review} />;
  if (settings === null) return run.otherSettings && <SettingsAsImported text={run.otherSettings} />;
  return (
    <details className="border-line border-t px-4 py-3 md:px-5">
      <summary className="cursor-pointer font-semibold">Settings</summary>
      <h3 className="mt-3 mb-1 text-faint text-xs">Pool, as it was when the run began</h3>
      <PoolBox pool={settings.pool} names={names} isFixed />
      <div className="mt-3">
        <Facts facts={facts(settings)} />
      </div>
      {settings.template && <TemplateText template={settings.template} />}
    </details>
  );
}

function reviewOf(text: string | null) {
  try {
    return text === null ? null : (ReviewRunSettings.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    return null;
  }
}

function FromReview({ review, person, hindsight }: z.infer<typeof ReviewRunSettings>) {
  return (
    <p className="border-line border-t px-4 py-3 md:px-5">
      {person === FINAL ? "What stands in the end" : `What ${person} ruled`} in{" "}
      <Link href={`/reviews/${review}`} className="text-accent-ink hover:underline">
        a review
      </Link>
      {hindsight && ", seeing everything before ruling"}. It is of a sample: steps that were not drawn have no verdict.
    </p>
  );
}

function facts({ judge, endpoint, template }: JudgingRunSettings): Fact[] {
  if (judge.kind === "rule") return [["Rules", judge.rules.map((rule) => RULES[rule].name).join("; ")]];
  return [
    ...(endpoint ? endpointFacts(endpoint) : [["Endpoint", "gone"] as const]),
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
