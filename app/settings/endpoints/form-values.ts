/** The endpoint form as it is typed, and as it is meant: texts and seconds here, settings and milliseconds there. */
import { z } from "zod";
import { type Endpoint, EndpointSettings } from "@/domain/endpoint";

export type EndpointForm = {
  name: string;
  baseUrl: string;
  servedName: string;
  /** null while it follows the served name */
  modelName: string | null;
  keyVariable: string;
  maxConcurrency: string;
  timeoutSeconds: string;
  patienceSeconds: string;
  isStreamed: boolean;
  extraBody: string;
};
export type FormErrors = Partial<Record<keyof EndpointForm, string>>;

const FIELDS: Record<string, keyof EndpointForm> = {
  timeoutMs: "timeoutSeconds",
  patienceMs: "patienceSeconds",
};

const defaults = EndpointSettings.parse({ name: "-", baseUrl: "http://localhost", servedName: "-" });

/** The form for an endpoint, or for a new one. */
export function toForm(endpoint: Endpoint | null): EndpointForm {
  const { maxConcurrency, timeoutMs, patienceMs, isStreamed, extraBody } = endpoint ?? defaults;
  return {
    name: endpoint?.name ?? "",
    baseUrl: endpoint?.baseUrl ?? "",
    servedName: endpoint?.servedName ?? "",
    modelName: null,
    keyVariable: endpoint?.keyVariable ?? "",
    maxConcurrency: String(maxConcurrency),
    timeoutSeconds: String(timeoutMs / 1_000),
    patienceSeconds: String(patienceMs / 1_000),
    isStreamed,
    extraBody: Object.keys(extraBody).length === 0 ? "" : JSON.stringify(extraBody, null, 2),
  };
}

/** What the form says, or what is wrong with each field. */
export function readForm(form: EndpointForm): { settings: EndpointSettings } | { errors: FormErrors } {
  const extraBody = readJson(form.extraBody);
  const { data, error } = EndpointSettings.safeParse({
    name: form.name,
    baseUrl: form.baseUrl,
    servedName: form.servedName,
    keyVariable: form.keyVariable.trim() === "" ? null : form.keyVariable,
    maxConcurrency: readNumber(form.maxConcurrency),
    timeoutMs: Math.round(readNumber(form.timeoutSeconds) * 1_000),
    patienceMs: Math.round(readNumber(form.patienceSeconds) * 1_000),
    isStreamed: form.isStreamed,
    extraBody: extraBody ?? {},
  });
  const errors: FormErrors = {};
  for (const issue of error?.issues ?? []) {
    const name = String(issue.path[0]);
    errors[FIELDS[name] ?? (name as keyof EndpointForm)] ??= inWords(name, issue);
  }
  if (extraBody === null) errors.extraBody = 'A JSON object, such as {"min_p": 0.05}.';
  return data && extraBody !== null ? { settings: data } : { errors };
}

/** The model a new endpoint is to serve; null for none. */
export function modelNameOf(form: EndpointForm): string | null {
  const name = (form.modelName ?? form.servedName).trim();
  return name === "" ? null : name;
}

function inWords(name: string, issue: z.core.$ZodIssue): string {
  if (name === "maxConcurrency") return "A whole number from 1 to 4,096.";
  if (name === "timeoutMs") return "Seconds, from 0.1 to 3,600.";
  if (name === "patienceMs") return "Seconds, from 1 to 86,400.";
  return issue.message;
}

function readNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

function readJson(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return null;
  }
}
