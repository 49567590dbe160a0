import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { countParameters } from "./parameters";

test("the sizes of all tensors, and not what else the header says", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "swirl-parameters-"));
  try {
    const header = JSON.stringify({
      __metadata__: { format: "pt" },
      a: { dtype: "F32", shape: [3, 4], data_offsets: [0, 48] },
      b: { dtype: "F32", shape: [5], data_offsets: [48, 68] },
    });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const file = path.join(folder, "model.safetensors");
    writeFileSync(file, Buffer.concat([length, Buffer.from(header), Buffer.alloc(68)]));
    expect(await countParameters(file)).toBe(17);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
