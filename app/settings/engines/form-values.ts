/** The form of a training engine as it is typed, and as it is meant: texts here, numbers and nothings there. */
import type { z } from "zod";
import { TrainingEngineSettings } from "@/domain/training/engine";

export type EngineForm = {
  name: string;
  address: string;
  tokenVariable: string;
  storage: string;
  sharedFolder: string;
  python: string;
  cpus: string;
  gpus: string;
  memoryGib: string;
  jobKeyVariable: string;
  servingUrl: string;
  servingKeyVariable: string;
  servingConcurrency: string;
};
export type FormErrors = Partial<Record<keyof EngineForm, string>>;

const FIELDS: Record<string, keyof EngineForm> = {
  "resources.cpus": "cpus",
  "resources.gpus": "gpus",
  "resources.memoryGib": "memoryGib",
  "serving.baseUrl": "servingUrl",
  "serving.keyVariable": "servingKeyVariable",
  "serving.maxConcurrency": "servingConcurrency",
};
const WORDS: FormErrors = {
  cpus: "A number from 0.1 to 10,000.",
  gpus: "A number from 0 to 1,000.",
  memoryGib: "A number of GiB above 0, or nothing.",
  servingConcurrency: "A whole number from 1 to 4,096.",
  python: "The program that starts Python there, such as python.",
};

const defaults = TrainingEngineSettings.parse({ name: "-", address: "http://localhost", storage: "/" });
const CONCURRENCY = "8";

/** The form for an engine, or for a new one. */
export function toForm(engine: TrainingEngineSettings | null): EngineForm {
  const { python, resources, serving } = engine ?? defaults;
  return {
    name: engine?.name ?? "",
    address: engine?.address ?? "",
    tokenVariable: engine?.tokenVariable ?? "",
    storage: engine?.storage ?? "",
    sharedFolder: engine?.sharedFolder ?? "",
    python,
    cpus: String(resources.cpus),
    gpus: String(resources.gpus),
    memoryGib: resources.memoryGib === null ? "" : String(resources.memoryGib),
    jobKeyVariable: engine?.jobKeyVariable ?? "",
    servingUrl: serving?.baseUrl ?? "",
    servingKeyVariable: serving?.keyVariable ?? "",
    servingConcurrency: serving ? String(serving.maxConcurrency) : CONCURRENCY,
  };
}

/** What the form says, or what is wrong with each field. */
export function readForm(form: EngineForm): { settings: TrainingEngineSettings } | { errors: FormErrors } {
  const { data, error } = TrainingEngineSettings.safeParse({
    name: form.name,
    address: form.address,
    tokenVariable: textOrNull(form.tokenVariable),
    storage: form.storage,
    sharedFolder: textOrNull(form.sharedFolder),
    python: form.python,
    resources: {
      cpus: readNumber(form.cpus),
      gpus: readNumber(form.gpus),
      memoryGib: form.memoryGib.trim() === "" ? null : readNumber(form.memoryGib),
    },
    jobKeyVariable: textOrNull(form.jobKeyVariable),
    serving:
      form.servingUrl.trim() === ""
        ? null
        : {
            baseUrl: form.servingUrl,
            keyVariable: textOrNull(form.servingKeyVariable),
            maxConcurrency: readNumber(form.servingConcurrency),
          },
  });
  return data ? { settings: data } : { errors: toErrors(error.issues) };
}

function toErrors(issues: readonly z.core.$ZodIssue[]): FormErrors {
  const errors: FormErrors = {};
  for (const issue of issues) {
    const path = issue.path.join(".");
    const field = FIELDS[path] ?? (path as keyof EngineForm);
    errors[field] ??= WORDS[field] ?? withExample(field, issue.message);
  }
  return errors;
}

/** Rules that are shared with other forms give their examples. */
function withExample(field: keyof EngineForm, message: string): string {
  if (field === "address") return message.replace("http://127.0.0.1:8000/v1", "http://127.0.0.1:8265");
  if (field === "sharedFolder") return "Give an absolute path on this machine, such as /mnt/swirl, or nothing.";
  return message;
}

const textOrNull = (text: string) => (text.trim() === "" ? null : text);
const readNumber = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));
