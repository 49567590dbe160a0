/** Writes a pool in the studio's own format, a piece at a time. */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { headRecords, isFirstOfQuestion, placeOf } from "./layout";
import { Passages, passageCount, questionRecord } from "./questions";
import { trajectoryRecord } from "./trajectory";

const PIECE = 1 << 20;

export type PoolSpec = { trajectories: number; seed: string };

/** The lines of a pool, in pieces of about a megabyte. The same spec gives the same bytes. */
export function* poolText({ trajectories, seed }: PoolSpec): Generator<string> {
  const passages = new Passages(seed, passageCount(trajectories));
  let text = "";
  for (const record of headRecords()) text += `${JSON.stringify(record)}\n`;
  for (let index = 0; index < trajectories; index += 1) {
    if (isFirstOfQuestion(index)) text += `${JSON.stringify(questionRecord(passages, placeOf(index)))}\n`;
    text += `${JSON.stringify(trajectoryRecord(passages, index))}\n`;
    if (text.length < PIECE) continue;
    yield text;
    text = "";
  }
  yield text;
}

export async function writePool(file: string, spec: PoolSpec): Promise<void> {
  await pipeline(Readable.from(poolText(spec), { objectMode: true, highWaterMark: 4 }), createWriteStream(file));
}
