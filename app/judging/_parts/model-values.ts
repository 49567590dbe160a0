/** How a model is asked, by a judging or a labelling run: as it is typed, and as it is meant. */

/** Numbers as they are typed. */
export type ModelValues = {
  endpointId: number | null;
  temperature: string;
  maxTokens: string;
  parseRetries: string;
  seed: string;
};
type Numbers = Record<keyof Omit<ModelValues, "endpointId">, number>;

export const typedModel = (endpointId: number | null, defaults: Numbers): ModelValues => ({
  endpointId,
  temperature: String(defaults.temperature),
  maxTokens: String(defaults.maxTokens),
  parseRetries: String(defaults.parseRetries),
  seed: String(defaults.seed),
});

/** NaN where a number is none: the plan's schema says what is wrong. */
export const readModel = (values: ModelValues) => ({
  endpointId: values.endpointId,
  temperature: readNumber(values.temperature),
  maxTokens: readNumber(values.maxTokens),
  parseRetries: readNumber(values.parseRetries),
  seed: readNumber(values.seed),
});

export const readNumber = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));
