/** The model form as it is typed, and as it is meant. */
import type { ApiOutputs } from "@/app/trpc";
import { ModelSettings } from "@/domain/model";

export type ListedModel = ApiOutputs["endpoint"]["models"]["list"][number];

/** Ids as a select has them; "" for none */
export type ModelForm = {
  name: string;
  kind: string;
  weightsHash: string;
  parentId: string;
  endpointId: string;
  path: string;
};
export type ModelErrors = Partial<Record<keyof ModelForm, string>>;

export function toForm(model: ListedModel | null): ModelForm {
  return {
    name: model?.name ?? "",
    kind: model?.kind ?? "",
    weightsHash: model?.weightsHash ?? "",
    parentId: String(model?.parentId ?? ""),
    endpointId: String(model?.endpointId ?? ""),
    path: model?.path ?? "",
  };
}

/** What the form says, or what is wrong with each field. A parent counts only for a checkpoint. */
export function readForm(form: ModelForm): { settings: ModelSettings } | { errors: ModelErrors } {
  const id = (text: string) => (text === "" ? null : Number(text));
  const { data, error } = ModelSettings.safeParse({
    name: form.name,
    kind: form.kind === "" ? null : form.kind,
    weightsHash: form.weightsHash.trim() === "" ? null : form.weightsHash,
    parentId: form.kind === "checkpoint" ? id(form.parentId) : null,
    endpointId: id(form.endpointId),
    path: form.path.trim() === "" ? null : form.path,
  });
  if (data) return { settings: data };
  const errors: ModelErrors = {};
  for (const issue of error.issues) errors[String(issue.path[0]) as keyof ModelForm] ??= issue.message;
  return { errors };
}
