/** Tool calls of a streamed reply, joined from their pieces. */
import { z } from "zod";
import type { ToolCall } from "@/domain/message";

export const PartialCall = z.looseObject({
  index: z.int().nullish(),
  id: z.string().nullish(),
  type: z.string().nullish(),
  function: z.looseObject({ name: z.string().nullish(), arguments: z.unknown() }).nullish(),
});

export class JoinedCalls {
  readonly calls: ToolCall[] = [];
  readonly #indexes: (number | null)[] = [];

  /**
   * Adds a piece to the last call at its index. Some servers send whole calls without an index, or all under index 0: a
   * piece with another id begins a new call.
   */
  add(piece: z.infer<typeof PartialCall>): void {
    const index = piece.index ?? null;
    const at = index === null ? this.calls.length - 1 : this.#indexes.lastIndexOf(index);
    const call = this.calls[at];
    const text = argumentsOf(piece);
    if (!call || (piece.id && call.id && piece.id !== call.id)) {
      const name = piece.function?.name ?? "";
      this.calls.push({ id: piece.id ?? null, type: piece.type ?? "function", function: { name, arguments: text } });
      this.#indexes.push(index);
      return;
    }
    call.id ??= piece.id ?? null;
    call.function.name += piece.function?.name ?? "";
    call.function.arguments = `${call.function.arguments}${text}`;
  }
}

function argumentsOf(piece: z.infer<typeof PartialCall>): string {
  const given = piece.function?.arguments;
  if (given === undefined || given === null) return "";
  return typeof given === "string" ? given : JSON.stringify(given);
}
