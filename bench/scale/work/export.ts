/** Sub-trajectories as the download that the page offers, by a process that does nothing else. */
import { randomBytes } from "node:crypto";
import { open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { FilterMode } from "@/domain/filter";
import { randomFor } from "@/domain/random";
import type { Studio } from "../caller";
import { runTypeScript } from "../process";
import { makeRow, quantile, type Row } from "../results";
import { Exported, type ExportTask } from "./export-words";

const SECOND = 1_000;
const PIECE = 8 << 20;

/** `folder`: on the disk that is written to. At least `least` exports, more while there is time. */
export async function measureExport(
  { world }: Studio,
  databaseUrl: string,
  { seed, folder, least, budgetMs }: { seed: string; folder: string; least: number; budgetMs: number },
): Promise<Row[]> {
  const file = path.join(folder, "export.jsonl");
  const [rates, written]: [number[], number[]] = [[], []];
  const said: Exported[] = [];
  const begun = performance.now();
  let bytes = 0;
  while (rates.length < least || (performance.now() - begun < budgetMs && rates.length < FilterMode.options.length)) {
    const random = randomFor(`${seed} export ${rates.length}`);
    // The one that reads most and the one that is used most first
    const mode = (["none", "process", "process-and-outcome", "outcome"] as const)[rates.length] ?? "none";
    const pool = { judge: random.pick(world.judges.slice(0, 2)), labels: random.pick(world.labels) };
    const task: ExportTask = { request: { format: "sub-trajectories", mode, pool }, file };
    const reply = await runTypeScript(databaseUrl, "bench/scale/work/export-process.ts", JSON.stringify(task));
    const exported = Exported.parse(JSON.parse(reply));
    const { size } = await stat(file);
    bytes += size;
    said.push(exported);
    rates.push((size / 1e6 / exported.ms) * SECOND);
    written.push(await writingRate(file, size));
  }
  const first = Math.round(
    quantile(
      said.map(({ firstByteMs }) => firstByteMs),
      0.5,
    ),
  );
  const base = Math.round(
    quantile(
      said.map(({ baseMb }) => baseMb),
      0.5,
    ),
  );
  const exportNote = `${(bytes / 1e6).toFixed(0)} MB in ${rates.length} exports of whole modes; ${first} ms to the first byte.`;
  const memoryNote = `${base} MB of it were there before the export, with the sources that the process compiles itself.`;
  const limit = makeRow("export", written).median;
  const memory = said.map(({ peakMb }) => peakMb);
  return [
    makeRow("export", rates, { limit, note: exportNote }),
    makeRow("export-memory", memory, { note: memoryNote }),
  ];
}

/** MB/s of so many bytes to the disk, and on it. They replace the file; then it is gone. */
async function writingRate(file: string, size: number): Promise<number> {
  const read = await open(file, "r");
  const piece = Buffer.alloc(Math.min(PIECE, size));
  await read.read(piece, 0, piece.length, 0);
  await read.close();
  await rm(file);
  const name = `${file}.${randomBytes(4).toString("hex")}`;
  const begun = performance.now();
  const write = await open(name, "w");
  for (let left = size; left > 0; left -= piece.length) await write.write(piece, 0, Math.min(left, piece.length));
  await write.sync();
  await write.close();
  const ms = performance.now() - begun;
  await rm(name);
  return (size / 1e6 / ms) * SECOND;
}
