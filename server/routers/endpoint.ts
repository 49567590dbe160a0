/** Endpoints and the models they serve. */
import { EndpointSettings } from "@/domain/endpoint";
import { listModels } from "@/server/queries/endpoint/models";
import { listEndpoints } from "@/server/services/endpoint/list";
import { RemoveEndpoint, removeEndpoint } from "@/server/services/endpoint/remove";
import { SaveEndpoint, saveEndpoint } from "@/server/services/endpoint/save";
import { testEndpoint } from "@/server/services/endpoint/test";
import { SaveModel, saveModel } from "@/server/services/model/save";
import { procedure, router } from "./trpc";

export const endpointRouter = router({
  list: procedure.query(({ ctx }) => listEndpoints(ctx.db)),
  save: procedure.input(SaveEndpoint).mutation(({ ctx, input }) => saveEndpoint(ctx.db, input)),
  remove: procedure.input(RemoveEndpoint).mutation(({ ctx, input }) => removeEndpoint(ctx.db, input)),
  /** A mutation, so that it is never answered from memory */
  test: procedure.input(EndpointSettings).mutation(({ input }) => testEndpoint(input)),
  models: router({
    list: procedure.query(({ ctx }) => listModels(ctx.db.pool)),
    save: procedure.input(SaveModel).mutation(({ ctx, input }) => saveModel(ctx.db, input)),
  }),
});
