import { z } from "zod";
import type { Db } from "@/server/db";
import { countSamplePool, type SampleCounts } from "./count";
import type { Provenance } from "./provenance";
import { readProvenance } from "./round";

const Loaded = z.array(z.object({ loaded: z.string().nullable() }));

/** What the sample pool holds, and how it was made; provenance is null unless it is the one that this studio has. */
export async function readSamplePool(db: Db): Promise<{ counts: SampleCounts; provenance: Provenance | null }> {
  const [counts, fact, provenance] = await Promise.all([
    countSamplePool(db.pool),
    db.pool.query("SELECT value ->> 'loaded' AS loaded FROM fact WHERE key = 'sample-pool'"),
    readProvenance(),
  ]);
  return { counts, provenance: Loaded.parse(fact.rows)[0]?.loaded === provenance.sha256 ? provenance : null };
}
