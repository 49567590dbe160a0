/** What is said of a Ray that could not be asked: what happened, and what to do. */
import { StudioError } from "@/domain/errors";
import { METADATA_REFUSED } from "@/domain/metadata-address";
import { METADATA_CODE } from "../../guarded-connect";

const WORDS_LENGTH = 500;

export type Asked = { address: string; tokenVariable: string | null };

/** The sentence for an error of the connection itself. */
export function connectionFailure({ address }: Asked, error: unknown): StudioError {
  return new StudioError("upstream", sentence(address, error), { cause: error });
}

export const silence = ({ address }: Asked, milliseconds: number): StudioError =>
  new StudioError(
    "upstream",
    `Ray at ${address} did not answer within ${Math.round(milliseconds / 1_000)} s. Check that its dashboard is up; it is asked again.`,
  );

/** The failure behind a response with a status other than 2xx. */
export function refusal(asked: Asked, status: number, location: string | undefined, text: string): StudioError {
  return new StudioError("upstream", words(asked, status, location, text));
}

export const notRay = ({ address }: Asked): StudioError =>
  new StudioError(
    "upstream",
    `Something answers at ${address}, but not as Ray's dashboard does. Give the address of the dashboard (port 8265 by default), without a path of its pages, and check that Ray was installed as ray[default].`,
  );

function words({ address, tokenVariable }: Asked, status: number, location: string | undefined, text: string): string {
  if (status === 401 || status === 403)
    return tokenVariable === null
      ? `Ray at ${address} asks for a token (${status}). Put the token into an environment variable of the studio and the workers, and name that variable in the engine's settings.`
      : `Ray at ${address} refuses the token in ${tokenVariable} (${status}). Check that it holds this cluster's token, for the studio and for every worker.`;
  if (status >= 300 && status < 400)
    return `${address} answered ${status}: it is to be found at ${location ?? "another address"}. Give that address instead.`;
  const said = lastWords(text);
  return said === "" ? `Ray at ${address} answered ${status}.` : `Ray at ${address} answered ${status}: ${said}`;
}

/** Ray answers with Python's tracebacks: their last line says what it was. */
function lastWords(text: string): string {
  if (/^\s*</.test(text)) return "";
  const isTraceback = text.includes("Traceback (most recent call last)");
  const lines = text.trim().split("\n");
  const line = (isTraceback ? (lines.at(-1) ?? "") : lines.join(" ")).replace(/\s+/g, " ").trim();
  return line.length > WORDS_LENGTH ? `${line.slice(0, WORDS_LENGTH - 1)}…` : line;
}

function sentence(address: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ECONNREFUSED":
      return `Nothing listens at ${address}. Check the address of Ray's dashboard, and that Ray was started with its dashboard reachable from here.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `No machine is known under the name in ${address}. Check the address, and that the network is up.`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return `${address} cannot be reached from here. Check the network, or open a tunnel to the cluster.`;
    case METADATA_CODE:
      return `Ray is not asked at ${address}. ${METADATA_REFUSED}`;
    case "ECONNRESET":
    case "EPIPE":
      return `${address} closed the connection. Ray may be starting again; it is asked again.`;
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/.test(code))
    return `The certificate of ${address} is not trusted here (${code}). Name its authority in NODE_EXTRA_CA_CERTS for the studio and every worker.`;
  if (/^(HPE_|EPROTO|ERR_SSL)/.test(code))
    return `${address} does not speak the protocol of its address (${code}). Check http:// or https://, and the port.`;
  return `Ray at ${address} could not be asked: ${error instanceof Error ? error.message : String(error)}.`;
}
