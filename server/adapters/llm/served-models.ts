/** What an endpoint says it serves. */
import { z } from "zod";
import type { EndpointSettings } from "@/domain/endpoint";
import { Secret } from "./key";
import { poolOf } from "./pools";
import { readBody } from "./read-body";

const Listed = z.looseObject({ data: z.array(z.looseObject({ id: z.string().max(500) })) });
const SHOWN = 10;

/** The names of its first models; none where it does not say. A nicety, so it never fails. */
export async function servedModels(endpoint: EndpointSettings, signal: AbortSignal): Promise<string[]> {
  try {
    const { origin, pathname } = new URL(endpoint.baseUrl);
    const secret = Secret.of(endpoint);
    const { body } = await poolOf(origin, endpoint.maxConcurrency).request({
      method: "GET",
      path: `${pathname === "/" ? "" : pathname}/models`,
      headers: secret.headers(),
      signal,
    });
    const listed = Listed.safeParse(JSON.parse(secret.hideIn(await readBody(body))));
    return (listed.data?.data ?? []).slice(0, SHOWN).map(({ id }) => id);
  } catch {
    return [];
  }
}
