/** How many parameters a model has, by the header of its weights (huggingface.co/docs/safetensors: format). */
import { open } from "node:fs/promises";
import { z } from "zod";

const LENGTH_BYTES = 8;
const Tensor = z.object({ shape: z.array(z.int().nonnegative()) });

/** Tied weights are stored, and counted, once. */
export async function countParameters(file: string): Promise<number> {
  const handle = await open(file);
  try {
    const length = Buffer.alloc(LENGTH_BYTES);
    await handle.read(length, 0, LENGTH_BYTES, 0);
    const header = Buffer.alloc(Number(length.readBigUInt64LE()));
    await handle.read(header, 0, header.length, LENGTH_BYTES);
    const { __metadata__: _, ...tensors } = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(header.toString("utf8")));
    const sizes = Object.values(tensors).map((tensor) => Tensor.parse(tensor).shape.reduce((all, one) => all * one, 1));
    return sizes.reduce((total, size) => total + size, 0);
  } finally {
    await handle.close();
  }
}
