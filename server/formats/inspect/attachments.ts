import { isObject, type JsonObject } from "../json";

/** Texts that were shared and are put back must not multiply without bound. */
const MAX_CHARACTERS = 256 << 20;
const REFERENCE = /^(?:attachment|tc):\/\/(.+)$/s;

/**
 * Puts long texts back in place: a log holds each once, under `attachments`, and refers to it by
 * `attachment://<hash>` (once `tc://<hash>`). A reference to nothing is left as it is.
 * Throws RangeError where the texts put back exceed 256 Mi characters.
 */
export function resolveAttachments<T>(value: T, attachments: unknown): T {
  if (!isObject(attachments)) return value;
  const texts = new Map(Object.entries(attachments));
  let characters = 0;
  const resolve = (item: unknown): unknown => {
    if (typeof item === "string") {
      const found = texts.get(REFERENCE.exec(item.slice(0, 200))?.[1] ?? "");
      if (typeof found !== "string") return item;
      characters += found.length;
      if (characters > MAX_CHARACTERS) throw new RangeError("its attachments add up to more than 256 MiB");
      return found;
    }
    if (Array.isArray(item)) return item.map(resolve);
    if (!isObject(item)) return item;
    return Object.fromEntries(Object.entries(item).map(([key, part]) => [key, resolve(part)])) satisfies JsonObject;
  };
  return resolve(value) as T;
}
