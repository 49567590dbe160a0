/** What a rollout run was asked to do, to be read. */
import Link from "next/link";
import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { formatCount, formatNumber } from "@/domain/format";
import type { KeptSettings } from "@/domain/rollout/kept";

type Run = ApiOutputs["rollout"]["get"];

export function RunSettings({ run }: { run: Run }) {
  if (run.settings === null) return <ForeignSettings text={run.settingsText} />;
  return (
    <details className="group border-line border-t px-4 py-3 md:px-5">
      <summary className="cursor-pointer">
        <span className="font-semibold">Settings</span>
        <span className="ml-3 text-muted group-open:hidden">{summary(run.settings)}</span>
      </summary>
      <dl className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-5 gap-y-2.5">
        {facts(run, run.settings).map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-faint text-xs">{name}</dt>
            <dd className="break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-faint text-xs">System prompt</p>
      {run.settings.systemPrompt === "" ? (
        <p className="text-faint">none</p>
      ) : (
        <pre className="mt-1 max-w-[100ch] whitespace-pre-wrap break-words rounded-md bg-subtle p-3 font-mono text-xs">
          {run.settings.systemPrompt}
        </pre>
      )}
    </details>
  );
}

const PROTOCOLS = { tags: "tags in the text", native: "native tool calls" } as const;

/** "5 samples a question, up to 10 steps, calculator, tags in the text" */
function summary(settings: KeptSettings): string {
  return [
    `${formatCount(settings.samples, "sample")} a question`,
    `up to ${formatCount(settings.stepLimit, "step")}`,
    settings.tools.join(" and ") || "no tools",
    PROTOCOLS[settings.protocol],
    `temperature ${settings.temperature}`,
  ].join(", ");
}

function facts(run: Run, settings: KeptSettings): [string, ReactNode][] {
  const { questions, endpoint, search } = settings;
  const [set] = run.sets;
  const choice = [
    questions.search === "" ? "all questions" : `those with “${questions.search}”`,
    questions.limit === null ? "" : `at most ${formatNumber(questions.limit)}, drawn with seed ${questions.drawSeed}`,
  ];
  return [
    ["Model", settings.model.name],
    ["Endpoint", `${endpoint.name} (${endpoint.servedName} at ${endpoint.baseUrl})`],
    [
      "Question set",
      set ? (
        <Link href={`/questions/${set.id}`} className="hover:underline">
          {set.name}
        </Link>
      ) : (
        "gone"
      ),
    ],
    ["Questions", choice.filter(Boolean).join(", ")],
    ["Samples a question", formatNumber(settings.samples)],
    ["Step limit", formatNumber(settings.stepLimit)],
    ["Tool protocol", PROTOCOLS[settings.protocol]],
    ["Tools", settings.tools.join(", ") || "none"],
    ...(search === null || !settings.tools.includes("search")
      ? []
      : ([
          ["Search in", search.kind === "corpus" ? <Corpus corpus={run.corpus} /> : search.url],
          ["Passages a search", formatNumber(settings.topk)],
        ] satisfies [string, ReactNode][])),
    ["Temperature", settings.temperature],
    ["Top-p", settings.topP],
    ["Top-k", settings.topK ?? "off"],
    ["Seed", settings.seed],
    ["Tokens an action", formatNumber(settings.maxTokens)],
    ["Characters of an observation", formatNumber(settings.observationLimit)],
    ["Same call at most", formatCount(settings.sameCallLimit, "time")],
  ];
}

function Corpus({ corpus }: { corpus: Run["corpus"] }) {
  if (corpus === null) return "a corpus that is gone";
  return (
    <Link href={`/questions/corpora/${corpus.id}`} className="hover:underline">
      {corpus.name}
    </Link>
  );
}

/** What an import brought, as it came. */
function ForeignSettings({ text }: { text: string }) {
  if (text.trim() === "{}" || text.trim() === "null") return null;
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
