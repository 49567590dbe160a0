/** A serving job: a server for one model that the studio starts on an engine, uses, and stops again. */
import { z } from "zod";

/** `pending`: the engine has it, but it does not answer yet. */
export const ServingStatus = z.enum(["launching", "pending", "ready", "stopping", "stopped", "failed"]);
export type ServingStatus = z.infer<typeof ServingStatus>;

export const isServingOver = (status: ServingStatus): boolean => status === "stopped" || status === "failed";

const HEAD = '{"serving":';
const LONGEST = 10_000;

const HttpUrl = z.url({ protocol: /^https?$/ }).max(2_000);

/** The line that `swirl_trainer serve-job` writes once its server answers. */
export const ServingLine = z.object({
  serving: z.object({
    /** Base address of the OpenAI-compatible API */
    base_url: HttpUrl,
    /** To be asked for (POST) more often than `lease_seconds`, or the job ends */
    lease_url: HttpUrl,
    lease_seconds: z.number().positive(),
    /** What requests call the model */
    served_name: z.string().min(1).max(500),
    /** Which server it is */
    server: z.enum(["vllm", "swirl_trainer"]),
  }),
});
export type ServingLine = z.infer<typeof ServingLine>;

/** The line's content, or null for any other line. */
export function readServingLine(line: string): ServingLine["serving"] | null {
  if (!line.startsWith(HEAD) || line.length > LONGEST) return null;
  try {
    return ServingLine.safeParse(JSON.parse(line)).data?.serving ?? null;
  } catch {
    return null;
  }
}
