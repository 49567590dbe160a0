/** The door's settings from the environment. */
import type { DoorConfig } from "@/domain/door";
import { readHosts, whyNotStart } from "@/scripts/studio/open-door.mjs";
import { type Secret, secretOf } from "./secret";

export interface DoorSettings {
  host: string;
  config: DoorConfig;
  secret: Secret | null;
}

/** Returns the settings, or the sentence that says why the studio does not start with them. */
export function readDoorSettings(env: Record<string, string | undefined>, port: number): DoorSettings | string {
  const refusal = whyNotStart(env);
  if (refusal) return refusal;
  const token = env.STUDIO_TOKEN?.trim();
  const secret = token ? secretOf(token) : null;
  return { host: env.HOST?.trim() || "127.0.0.1", secret, config: { port, hosts: readHosts(env), secret } };
}
