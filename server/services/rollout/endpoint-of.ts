import { z } from "zod";
import { Endpoint } from "@/domain/endpoint";
import type { Db } from "@/server/db";

/** The endpoint of an id, or null. */
export async function endpointOf(db: Db, id: number): Promise<Endpoint | null> {
  const row = await db.prisma.endpoint.findUnique({ where: { id } });
  return z.nullable(Endpoint).parse(row);
}
