/** A model behind an endpoint, for tests of what the engine carries out. */
import type { EndpointSettings } from "@/domain/endpoint";
import type { Db } from "@/server/db";

/** Makes both; `url` ends in /v1. */
export async function addModel(
  db: Db,
  { url, ...settings }: Partial<EndpointSettings> & { url: string },
): Promise<{ modelId: number; endpointId: number }> {
  const name = settings.name ?? `model at ${url}`;
  const { id: endpointId } = await db.prisma.endpoint.create({
    data: {
      baseUrl: url,
      servedName: "scripted",
      maxConcurrency: 8,
      timeoutMs: 5_000,
      patienceMs: 5_000,
      ...settings,
      extraBody: (settings.extraBody ?? {}) as object,
      name,
    },
  });
  const { id: modelId } = await db.prisma.model.create({ data: { name, endpointId } });
  return { modelId, endpointId };
}
