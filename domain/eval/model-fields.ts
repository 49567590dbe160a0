/** What requests for a model carry wherever it is served. */
import { holdsSecret } from "../endpoint";

type Fields = Readonly<Record<string, unknown>>;

const TEMPLATE = "chat_template_kwargs";

/**
 * Further fields of requests that are about the model: how it is written to, and how its replies are sampled and read. Others
 * are about one server: its name of the token limit, its queue, its name of the model.
 */
const OF_THE_MODEL: ReadonlySet<string> = new Set([
  ...[TEMPLATE, "reasoning_effort", "add_special_tokens", "skip_special_tokens", "spaces_between_special_tokens"],
  ...["include_stop_str_in_output", "stop_token_ids", "top_k", "min_p"],
  ...["repetition_penalty", "presence_penalty", "frequency_penalty"],
]);

/** `trainedWith`: what its training told the chat template, which its requests then tell it too; null: not known. */
export function modelFields(extraBody: Fields, trainedWith: Fields | null): Record<string, unknown> {
  const { [TEMPLATE]: asked, ...others } = extraBody;
  const told = trainedWith ?? asked;
  const isTold = trainedWith === null ? asked !== undefined : Object.keys(trainedWith).length > 0;
  const fields = { ...others, ...(isTold && { [TEMPLATE]: told }) };
  // Whoever said it: an endpoint's fields are stored and shown.
  return Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => OF_THE_MODEL.has(field) && !holdsSecret({ [field]: value })),
  );
}
