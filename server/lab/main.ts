/** What the lab does in the studio, in a process of its own: `register`, `check`, `study`, `record` or `reproduce`, then JSON (scripts/lab/). */
import { StudioError } from "@/domain/errors";
import { connect } from "@/server/db";
import { installQueue } from "@/server/jobs/install";
import { checkLab } from "./check";
import { keepRecording } from "./keep-recording";
import { LabPlace, RecordPlace } from "./place";
import { recordRound, SAMPLE_NAMES } from "./record";
import { registerLab } from "./register";
import { ReproduceRequest, reproduce } from "./reproduce/reproduce";
import { studyLab } from "./study";

async function main([verb, json = "{}"]: string[]): Promise<number> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start this through npm run lab.");
  const told: unknown = JSON.parse(json);
  const db = connect(url, { max: 8 });
  try {
    await installQueue(url);
    if (verb === "record") {
      const place = RecordPlace.parse(told);
      const recording = await recordRound(db, await registerLab(db, place, SAMPLE_NAMES), place);
      console.log(JSON.stringify(await keepRecording(recording, place)));
      return 0;
    }
    if (verb === "reproduce") {
      const asked = ReproduceRequest.parse(told);
      console.log(JSON.stringify(await reproduce(db, await registerLab(db, asked), asked)));
      return 0;
    }
    const lab = await registerLab(db, LabPlace.parse(told));
    if (verb === "study") console.log(JSON.stringify(await studyLab(db, lab)));
    if (verb !== "check") return 0;
    const result = await checkLab(db, lab);
    console.log(JSON.stringify(result));
    return result.jobStatus === "succeeded" && result.weightsChanged && result.servedCompletion !== null ? 0 : 1;
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    await db.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
