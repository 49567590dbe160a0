/** AgentProcessBench judge files: one annotator's labels on trajectories that are in the studio already. */
import { labelsOf, referenceOf } from "./agentprocessbench";
import { Declarations } from "./declarations";
import { keyPart, nameOf, ratingOf, text, timestamp } from "./fields";
import type { Format } from "./format";
import { isObject, type JsonObject, kindOf } from "./json";
import { mapRecords, type Records } from "./records";
import { sniff } from "./sniff";

export const agentProcessBenchJudge: Format = {
  name: "agentprocessbench-judge",
  title: "AgentProcessBench judge labels",
  detect: (head) => {
    const record = sniff(head.bytes)?.record;
    return !!record && "annotator" in record && "query_index" in record && !("messages" in record);
  },
  read: (source) => {
    const declarations = new Declarations();
    return mapRecords(source, (record) => toRecords(record, declarations));
  },
};

function toRecords(record: JsonObject, declarations: Declarations): Records | string {
  const reference = referenceOf(record);
  if (typeof reference === "string") return reference;
  const annotator = text(record.annotator);
  if (!annotator) return `annotator: a name was expected, this is ${kindOf(record.annotator)}`;
  const labels = labelsOf(record.step_labels);
  if (typeof labels === "string") return labels;

  const { key, question, sample } = reference;
  const trajectory = { run: key, set: key, question, sample };
  const run = `${key}:${keyPart(annotator)}`;
  const finalLabel = `${run}:final_label`;
  const at = timestamp(record.updated_at);
  const explanations = isObject(record.explanations) ? record.explanations : {};
  const rationales = isObject(explanations.steps) ? explanations.steps : {};
  const records: Records = declarations.fresh(
    { type: "judging-run", key: run, name: nameOf(annotator), judgeKind: "model" },
    { type: "labelling-run", key: finalLabel, name: nameOf(`${annotator} final_label`), labellerKind: "model" },
  );
  records.push({
    type: "verdicts-by-message",
    run,
    judgedAt: at,
    trajectory,
    verdicts: labels.map(({ messageIndex, label }) => ({
      messageIndex,
      ...ratingOf(label),
      rationale: text(rationales[String(messageIndex)]),
    })),
  });
  if (record.final_label === 1 || record.final_label === -1)
    records.push({
      type: "outcome",
      run: finalLabel,
      labelledAt: at,
      trajectory,
      correct: record.final_label === 1,
      reason: text(explanations.final),
    });
  return records;
}
