/** `swirl sample load|remove` */
import type { Db } from "@/server/db";
import { loadSamplePool } from "@/server/services/sample/load";
import { removeSamplePool } from "@/server/services/sample/remove";
import { UsageError } from "./exit-status";

export async function sampleCommand([verb, option]: string[], db: Db): Promise<number> {
  if (verb === "load") {
    const loaded = await loadSamplePool(db, { onlyOnFirstStart: option === "--if-first-start" });
    if (loaded?.trajectories === 0) console.log("The sample pool is there already");
    else if (loaded)
      console.log(`Loaded the sample pool, a recorded round of the lab: ${loaded.trajectories} trajectories`);
    return 0;
  }
  if (verb === "remove") {
    const removed = await removeSamplePool(db);
    console.log(`Removed ${removed.trajectories} trajectories on ${removed.questions} questions of the sample pool`);
    return 0;
  }
  throw new UsageError("say `swirl sample load` or `swirl sample remove`");
}
