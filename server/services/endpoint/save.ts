import { z } from "zod";
import { Endpoint, EndpointSettings } from "@/domain/endpoint";
import { StudioError } from "@/domain/errors";
import { ModelName } from "@/domain/model";
import { Prisma } from "@/generated/prisma/client";
import type { Db } from "@/server/db";

export const SaveEndpoint = EndpointSettings.extend({
  /** The endpoint to change; null makes one */
  id: z.int32().positive().nullable().default(null),
  /** With a new one: the model it serves, made where there is none of this name. null: none */
  modelName: ModelName.nullable().default(null),
});

/** Makes or changes an endpoint. Throws `conflict` for a name that is taken, `not-found` for one that is gone. */
export async function saveEndpoint(
  { prisma }: Db,
  { id, modelName, ...settings }: z.output<typeof SaveEndpoint>,
): Promise<Endpoint> {
  const data = { ...settings, extraBody: settings.extraBody as Prisma.InputJsonObject };
  try {
    return await prisma.$transaction(async (transaction) => {
      if (id !== null) {
        // Made for a server that is gone, it would go with it: whoever changes it takes it over.
        await transaction.servingJob.updateMany({
          where: { endpointId: id, status: { in: ["stopped", "failed"] } },
          data: { endpointId: null },
        });
        return Endpoint.parse(await transaction.endpoint.update({ where: { id }, data }));
      }
      const endpoint = Endpoint.parse(await transaction.endpoint.create({ data }));
      if (modelName !== null) await serve(transaction, modelName, endpoint);
      return endpoint;
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError)) throw error;
    if (error.code === "P2002")
      throw new StudioError("conflict", `There is an endpoint "${settings.name}" already: choose another name.`);
    if (error.code === "P2025") throw new StudioError("not-found", "This endpoint is gone: it was removed elsewhere.");
    throw error;
  }
}

/** A model that is served elsewhere or of the sample pool stays what it is: its next trajectories must not be another's. */
async function serve(transaction: Prisma.TransactionClient, name: string, { id: endpointId }: Endpoint) {
  await transaction.model.createMany({ data: { name, endpointId }, skipDuplicates: true });
  const model = await transaction.model.findUniqueOrThrow({ where: { name }, include: { endpoint: true } });
  if (model.endpointId === endpointId) return;
  if (model.isSample)
    throw new StudioError("conflict", `"${name}" is a model of the sample pool: give the served model another name.`);
  if (model.endpoint)
    throw new StudioError(
      "conflict",
      `The model "${name}" is served by "${model.endpoint.name}" already: give this one another name, or none.`,
    );
  await transaction.model.update({ where: { id: model.id }, data: { endpointId } });
}
