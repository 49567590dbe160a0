/** What a rollout run was asked to do, to be read. */
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { endpointFacts, type Fact, Facts, SettingsAsImported } from "@/components/run/settings-facts";
import { formatCount, formatNumber } from "@/domain/format";
import type { KeptSettings } from "@/domain/rollout/kept";

type Run = ApiOutputs["rollout"]["get"];

export function RunSettings({ run }: { run: Run }) {
  if (run.settings === null)
    return NO_SETTINGS.includes(run.settingsText.trim()) ? null : <SettingsAsImported text={run.settingsText} />;
  return (
    <details className="group border-line border-t px-4 py-3 md:px-5">
      <summary className="cursor-pointer">
        <span className="font-semibold">Settings</span>
        <span className="ml-3 text-muted group-open:hidden">{summary(run.settings)}</span>
      </summary>
      <div className="mt-3">
        <Facts facts={facts(run, run.settings)} />
      </div>
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

/** What an import without settings leaves */
const NO_SETTINGS = ["{}", "null"];
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

function facts(run: Run, settings: KeptSettings): Fact[] {
  const { questions, endpoint, search } = settings;
  const [set] = run.sets;
  const choice = [
    questions.search === "" ? "all questions" : `those with “${questions.search}”`,
    questions.limit === null ? "" : `at most ${formatNumber(questions.limit)}, drawn with seed ${questions.drawSeed}`,
  ];
  return [
    ["Model", settings.model.name],
    ...endpointFacts(endpoint),
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
        ] satisfies Fact[])),
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
