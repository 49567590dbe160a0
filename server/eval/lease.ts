/** Tells a server that it is still wanted. */
import { request } from "undici";
import { StudioError } from "@/domain/errors";
import { guardedAgent, MetadataRefusal } from "@/server/adapters/guarded-connect";

const TIMEOUT_MS = 5_000;

/** Throws upstream where it cannot be told. */
export async function renewLease(url: string | null): Promise<void> {
  if (url === null) return;
  try {
    const { statusCode, body } = await request(url, {
      dispatcher: guardedAgent,
      method: "POST",
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await body.dump();
    if (statusCode === 204) return;
    throw new StudioError("upstream", `The server at ${url} answered ${statusCode} when it was asked to stay.`);
  } catch (error) {
    if (error instanceof StudioError) throw error;
    if (error instanceof MetadataRefusal) throw new StudioError("upstream", error.message);
    throw new StudioError(
      "upstream",
      `The server at ${new URL(url).host} cannot be reached: the cluster's machines must be reachable from here.`,
    );
  }
}
