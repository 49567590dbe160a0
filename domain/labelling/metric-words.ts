/** What each metric is called, what it does in a sentence, and which of them a question set asks for. */
import type { Metric } from "./settings";

type Words = { name: string; definition: string };

const TEXT = "in lower case, without punctuation and the articles a, an, the";

export const METRIC_WORDS: Record<Metric, Words> = {
  "gsm8k-strict": {
    name: "GSM8K strict",
    definition:
      "1 if the number after the first “#### ”, without commas, is written exactly like the accepted one; a final answer without that marker is read as if it began with it.",
  },
  "gsm8k-flexible": {
    name: "GSM8K flexible",
    definition:
      "1 if the last number in the answer, without commas, $ and a last point, is written exactly like the accepted one (flexible-extract of lm-evaluation-harness).",
  },
  "hotpotqa-em": { name: "HotpotQA exact match", definition: `1 if the answer equals an accepted one, ${TEXT}.` },
  "hotpotqa-f1": {
    name: "HotpotQA F1",
    definition: `How far the words of the answer are those of an accepted one, ${TEXT}; 0 if only one of the two is yes, no or noanswer.`,
  },
  "musique-em": {
    name: "MuSiQue exact match",
    definition: `1 if the answer equals the accepted one or one of its aliases, ${TEXT}.`,
  },
  "musique-f1": {
    name: "MuSiQue F1",
    definition: `The best F1 of words over the accepted answer and its aliases, ${TEXT}; 1 where both are empty.`,
  },
  "beerqa-em": {
    name: "BeerQA exact match",
    definition: `Exact match with the accepted answer whose F1 is best, ${TEXT}; 0 if no word is shared.`,
  },
  "beerqa-f1": {
    name: "BeerQA F1",
    definition: `The best F1 of words over the accepted answers, ${TEXT}, with HotpotQA’s rule for yes and no.`,
  },
};

/** By what question sets say of themselves. */
export const OWN_METRICS: Readonly<Record<string, Metric>> = {
  gsm8k: "gsm8k-strict",
  hotpotqa: "hotpotqa-em",
  musique: "musique-em",
  beerqa: "beerqa-em",
};

/** The metric that the official numbers of a question set are about, by what the set says of itself. */
export const ownMetric = (ofSet: string | null): Metric | null =>
  ofSet === null ? null : (OWN_METRICS[ofSet] ?? null);

/** Whether a metric's values lie between 0 and 1 too, so that a threshold chooses. */
export const isGradual = (metric: Metric) => metric.endsWith("-f1");

/** "HotpotQA F1 ≥ 0.5", "GSM8K strict". */
export function metricName({ metric, threshold }: { metric: Metric; threshold: number }): string {
  return isGradual(metric) ? `${METRIC_WORDS[metric].name} ≥ ${threshold}` : METRIC_WORDS[metric].name;
}
