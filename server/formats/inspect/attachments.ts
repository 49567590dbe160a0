import { isObject, type JsonObject } from "../json";

/** Texts that were shared and are put back must not multiply without bound: as JSON a sample has to fit one string. */
const MAX_CHARACTERS = 128 << 20;
const REFERENCE = /^(?:attachment|tc):\/\/(.+)$/s;

/**
 * Puts long texts back in place: a log holds each once, under `attachments`, and refers to it by
 * `attachment://<hash>` (once `tc://<hash>`). A reference to nothing is left as it is.
 * `size` is how many characters of JSON that made. Throws RangeError where it is more than 128 Mi.
 */
export function resolveAttachments<T>(value: T, attachments: unknown): { value: T; size: number } {
  if (!isObject(attachments)) return { value, size: 0 };
  const texts = new Map(Object.entries(attachments));
  const sizes = new Map<string, number>();
  const sizeOf = (text: string) => {
    const size = sizes.get(text) ?? JSON.stringify(text).length;
    sizes.set(text, size);
    return size;
  };
  let characters = 0;
  const resolve = (item: unknown): unknown => {
    if (typeof item === "string") {
      const found = texts.get(REFERENCE.exec(item.slice(0, 200))?.[1] ?? "");
      if (typeof found !== "string") return item;
      characters += sizeOf(found);
      if (characters > MAX_CHARACTERS) throw new RangeError("its attachments add up to more than 128 MiB");
      return found;
    }
    if (Array.isArray(item)) return item.map(resolve);
    if (!isObject(item)) return item;
    return Object.fromEntries(Object.entries(item).map(([key, part]) => [key, resolve(part)])) satisfies JsonObject;
  };
  const resolved = resolve(value) as T;
  return { value: resolved, size: characters };
}
