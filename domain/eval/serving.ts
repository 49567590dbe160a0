/** A serving job: a server for one model that the studio starts on an engine, uses, and stops again. */
import { z } from "zod";

/** `pending`: the engine has it, but it does not answer yet. */
export const ServingStatus = z.enum(["launching", "pending", "ready", "stopping", "stopped", "failed"]);
export type ServingStatus = z.infer<typeof ServingStatus>;

export const isServingOver = (status: ServingStatus): boolean => status === "stopped" || status === "failed";

const LONGEST = 10_000;

const HttpUrl = z.url({ protocol: /^https?$/ }).max(2_000);

/** The line that `swirl_trainer serve-job` writes before it loads the model: from then on it wants its lease renewed. */
export const LeaseLine = z.object({
  lease: z.object({
    /** To be asked for (POST) more often than `lease_seconds`, or the job ends */
    lease_url: HttpUrl,
    lease_seconds: z.number().positive(),
  }),
});
export type LeaseLine = z.infer<typeof LeaseLine>;

/** The line that `swirl_trainer serve-job` writes once its server answers. */
export const ServingLine = z.object({
  serving: z.object({
    /** Base address of the OpenAI-compatible API */
    base_url: HttpUrl,
    ...LeaseLine.shape.lease.shape,
    /** What requests call the model */
    served_name: z.string().min(1).max(500),
    /** Which server it is */
    server: z.enum(["vllm", "swirl_trainer"]),
  }),
});
export type ServingLine = z.infer<typeof ServingLine>;

/** The line's content, or null for any other line. */
export const readServingLine = (line: string): ServingLine["serving"] | null =>
  ServingLine.safeParse(saidIn(line, "serving")).data?.serving ?? null;

/** The line's content, or null for any other line. */
export const readLeaseLine = (line: string): LeaseLine["lease"] | null =>
  LeaseLine.safeParse(saidIn(line, "lease")).data?.lease ?? null;

function saidIn(line: string, what: string): unknown {
  if (!line.startsWith(`{"${what}":`) || line.length > LONGEST) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
