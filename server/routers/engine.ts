/** Training engines. */
import { TrainingEngineSettings } from "@/domain/training/engine";
import { listEngines } from "@/server/services/engine/list";
import { RemoveEngine, removeEngine } from "@/server/services/engine/remove";
import { SaveEngine, saveEngine } from "@/server/services/engine/save";
import { testEngine } from "@/server/services/engine/test";
import { procedure, router } from "./trpc";

export const engineRouter = router({
  list: procedure.query(({ ctx }) => listEngines(ctx.db)),
  save: procedure.input(SaveEngine).mutation(({ ctx, input }) => saveEngine(ctx.db, input)),
  remove: procedure.input(RemoveEngine).mutation(({ ctx, input }) => removeEngine(ctx.db, input)),
  /** A mutation, so that it is never answered from memory */
  test: procedure.input(TrainingEngineSettings).mutation(({ input }) => testEngine(input)),
});
