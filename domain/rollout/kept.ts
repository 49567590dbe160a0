/** What a rollout run keeps of how it was made, in its `settings`: exported with it, and read again by every worker. */
import { z } from "zod";
import { QuestionChoice, RolloutSettings } from "./settings";

export const RolloutOrigin = z.object({
  questions: QuestionChoice,
  /** As they were when the run began; never a key */
  endpoint: z.object({
    name: z.string(),
    baseUrl: z.string(),
    servedName: z.string(),
    extraBody: z.record(z.string(), z.json()),
  }),
  model: z.object({ name: z.string(), kind: z.string().nullable(), weightsHash: z.string().nullable() }),
});

/** The settings as they were asked for, and where they were carried out. */
export const KeptSettings = z.intersection(RolloutSettings, RolloutOrigin);
export type KeptSettings = z.infer<typeof KeptSettings>;

/** How trajectories were generated, with what every request carried. */
export type ServedSettings = RolloutSettings & { endpoint: Pick<KeptSettings["endpoint"], "extraBody"> };

const Arguments = z.record(z.string(), z.json());

/** What the chat template was told beside the messages. */
export function templateArguments({ endpoint }: ServedSettings): z.infer<typeof Arguments> {
  return Arguments.safeParse(endpoint.extraBody.chat_template_kwargs).data ?? {};
}
