/** An endpoint: an OpenAI-compatible server, and the model it serves under a name. */
import { z } from "zod";
import { isMetadataAddress, METADATA_REFUSED } from "./metadata-address";

/** Fields of a request body that would carry a secret; a key belongs in an environment variable. */
const SECRET_FIELD =
  /api[-_]?key|authorization|bearer|secret|password|credential|(access|auth)[-_]?token|^(auth|token)$/i;
/** Keys that could pass for the name of a variable: a maker's prefix, or long and of all kinds of characters. */
const KEY_ITSELF = /^(sk|pk|hf|gsk|r8|xai|nvapi|fw|ghp|glpat)_\w{16,}$|^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)\w{32,}$/;

/** What only the studio may set: it asks for one reply at a time, and reads it as it asked for it. */
const OWN_FIELDS: Readonly<Record<string, string>> = {
  messages: "The studio writes the messages itself: leave out messages.",
  stream: "Leave out stream: switch streaming on or off with the endpoint's own setting.",
  n: "Leave out n: the studio reads one reply of each request, and asks again for more.",
};

/** What the studio itself is opened with: a server that somebody names must never be sent it. */
const STUDIO_SECRET = /^(DATABASE_URL|STUDIO_TOKEN|PG[A-Z]+|POSTGRES_\w+)$/i;

/** Whether a value holds such a field, however deep. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([field, inner]) => SECRET_FIELD.test(field) || holdsSecret(inner));
}

/** PostgreSQL keeps no NUL in text. */
const hasNoNul = (text: string) => !text.includes("\0");

/** An http address without a user, query or fragment: those could hold a secret. A trailing slash goes. */
export const BaseUrl = z
  .string()
  .trim()
  .max(2_000)
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || !/^https?:$/.test(url.protocol)) {
      context.addIssue("Give an address that begins with http:// or https://, such as http://127.0.0.1:8000/v1.");
      return z.NEVER;
    }
    if (url.username || url.password || url.search || url.hash) {
      context.addIssue("Leave out user, password, ? and #: a key is read from the environment variable you name.");
      return z.NEVER;
    }
    if (isMetadataAddress(url.hostname)) {
      context.addIssue(METADATA_REFUSED);
      return z.NEVER;
    }
    if (/\/(chat\/)?completions\/*$/.test(url.pathname)) {
      context.addIssue("Leave out /chat/completions: the studio adds it.");
      return z.NEVER;
    }
    return url.href.replace(/\/+$/, "");
  });

export const EndpointSettings = z.object({
  name: z.string().trim().min(1, "Give it a name.").max(200).refine(hasNoNul),
  baseUrl: BaseUrl,
  /** What requests call the model */
  servedName: z.string().trim().min(1, "Say what the server calls its model.").max(500).refine(hasNoNul),
  /** Name of the environment variable that holds the key; null where none is needed */
  keyVariable: z
    .string()
    .trim()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, "The name of an environment variable, such as OPENAI_API_KEY.")
    .refine((name) => !KEY_ITSELF.test(name), "This looks like a key: give the name of the variable that holds it.")
    .refine((name) => !STUDIO_SECRET.test(name), "This is a secret of the studio itself, which no server may be sent.")
    .nullable()
    .default(null),
  /** Requests under way at once, over all workers */
  maxConcurrency: z.int().min(1).max(4_096).default(8),
  /** Milliseconds that one request may take; streamed, that the next piece of it may take */
  timeoutMs: z.int().min(100).max(3_600_000).default(120_000),
  /** Milliseconds without a single good reply after which its runs pause */
  patienceMs: z.int().min(1_000).max(86_400_000).default(120_000),
  isStreamed: z.boolean().default(false),
  /** Further fields of every request body */
  extraBody: z
    .record(z.string(), z.json())
    .refine((body) => !holdsSecret(body), {
      error: "A key must not be stored: name the environment variable that holds it instead.",
    })
    .superRefine((body, context) => {
      for (const [field, problem] of Object.entries(OWN_FIELDS))
        if (Object.hasOwn(body, field)) context.addIssue({ code: "custom", message: problem });
    })
    .default({}),
});
export type EndpointSettings = z.infer<typeof EndpointSettings>;

/** As it is stored: a body that was saved before a field of it came to be refused can still be read and mended. */
export const Endpoint = EndpointSettings.extend({ id: z.int(), extraBody: z.record(z.string(), z.json()) });
export type Endpoint = z.infer<typeof Endpoint>;
