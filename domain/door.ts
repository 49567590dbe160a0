/**
 * The door: who may talk to the studio. Decided for every request before anything else sees it.
 *
 * A browser sends any page's requests to 127.0.0.1, so an address alone protects nothing. Host defeats DNS rebinding
 * (a foreign name that resolves to this machine); Origin and Sec-Fetch-Site defeat requests made by other sites.
 */

export interface DoorRequest {
  method: string;
  /** The request target as sent, with its query. */
  target: string;
  host: string | undefined;
  origin: string | undefined;
  fetchSite: string | undefined;
  fetchMode: string | undefined;
  fetchDest: string | undefined;
  /** The token of `Authorization: Bearer …`, if there is one. */
  bearer: string | undefined;
  /** The value of the session cookie, if there is one. */
  session: string | undefined;
  isUpgrade: boolean;
}

export interface DoorConfig {
  port: number;
  /** Lower-case names (with or without a port) that Host may hold besides the default ones. */
  hosts: readonly string[];
  /** Null: no secret is asked for, and only loopback names are answered. */
  secret: { isToken(candidate: string): boolean; isSession(value: string): boolean } | null;
}

export type DoorDecision =
  | { kind: "allow" }
  | { kind: "deny"; status: 400 | 401 | 403 | 405 | 421; sentence: string; isWrongToken?: boolean }
  /** Show the form; `again` means that the browser may have withheld its cookie because another site led here. */
  | { kind: "ask"; again: boolean }
  /** The address holds a token: the browser is sent to the same one without it, so that no history keeps it */
  | { kind: "move"; target: string };

/** The form posts here. */
export const DOOR_PATH = "/door";

const LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"];
const READING = new Set(["GET", "HEAD"]);
const KNOWN_METHODS = new Set([...READING, "OPTIONS", "POST"]);

export function decideAtDoor(request: DoorRequest, config: DoorConfig): DoorDecision {
  if (!isPlainPath(request.target)) return deny(400, "The request names no path of this studio.");
  if (!request.host) return deny(400, "The request does not say which host it is for.");
  const host = request.host.toLowerCase();
  if (!isOurHost(host, config)) {
    return deny(421, `This studio does not answer to the name ${printable(host)}: open ${addressOf(config)}.`);
  }
  if (request.origin !== undefined && !isSameOrigin(request.origin, host, config)) {
    return deny(403, "Another site's page may not talk to this studio.");
  }
  if (isFromElsewhere(request) && !isNavigation(request)) {
    return deny(403, "Another site's page may not use this studio.");
  }
  if (!KNOWN_METHODS.has(request.method)) return deny(405, "The studio knows GET and POST only.");
  const bare = withoutToken(request.target);
  if (bare !== request.target) {
    const isPage = READING.has(request.method) && !request.isUpgrade && !pathOf(bare).startsWith("/api/");
    if (isPage) return { kind: "move", target: safeReturnPath(bare) };
    return deny(400, "A token does not belong in an address, which logs keep: send it as `Authorization: Bearer …`.");
  }
  return config.secret ? checkSecret(request, config.secret) : { kind: "allow" };
}

function checkSecret(request: DoorRequest, secret: NonNullable<DoorConfig["secret"]>): DoorDecision {
  if (request.bearer !== undefined) {
    if (secret.isToken(request.bearer)) return { kind: "allow" };
    return { ...deny(401, "The bearer token is not the STUDIO_TOKEN of this studio."), isWrongToken: true };
  }
  if (request.session !== undefined && secret.isSession(request.session)) return { kind: "allow" };
  const path = pathOf(request.target);
  if (path === DOOR_PATH && !request.isUpgrade) return { kind: "ask", again: false };
  const isPage = READING.has(request.method) && !request.isUpgrade && !path.startsWith("/api/");
  const wantsPage = request.fetchDest === undefined || request.fetchDest === "document";
  if (isPage && wantsPage) return { kind: "ask", again: isFromElsewhere(request) };
  return deny(401, "This studio asks for its token: send it as `Authorization: Bearer …`, or sign in with a browser.");
}

function deny(status: 400 | 401 | 403 | 405 | 421, sentence: string): DoorDecision & { kind: "deny" } {
  return { kind: "deny", status, sentence };
}

/** Names under which people try to hand over a token. The studio takes it from none of them. */
const TOKEN_NAMES = new Set(["token", "studio_token", "studio-token", "access_token", "auth_token"]);

/** The address without parameters that are called a token, whatever they hold: an answer must not say whether it was right. */
function withoutToken(target: string): string {
  const at = target.indexOf("?");
  if (at < 0) return target;
  const pairs = target.slice(at + 1).split("&");
  const kept = pairs.filter(
    (pair) => ![...new URLSearchParams(pair).keys()].some((name) => TOKEN_NAMES.has(name.toLowerCase())),
  );
  if (kept.length === pairs.length) return target;
  return kept.length === 0 ? target.slice(0, at) : `${target.slice(0, at)}?${kept.join("&")}`;
}

/** Rejects absolute-form and protocol-relative targets, which name a host of their own, and broken escapes. */
function isPlainPath(target: string): boolean {
  return target.startsWith("/") && !target.startsWith("//") && !target.includes("\\") && isDecodable(pathOf(target));
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function pathOf(target: string): string {
  return target.split("?", 1)[0] ?? target;
}

function isOurHost(host: string, config: DoorConfig): boolean {
  if (config.hosts.includes(host) || config.hosts.includes(withoutPort(host))) return true;
  if (config.secret) return config.hosts.length === 0;
  return LOOPBACK_NAMES.some((name) => host === `${name}:${config.port}` || (config.port === 80 && host === name));
}

/** Behind a proxy that ends TLS the origin is https while the request is not: with a secret both are accepted. */
function isSameOrigin(origin: string, host: string, config: DoorConfig): boolean {
  return origin === `http://${host}` || (config.secret !== null && origin === `https://${host}`);
}

/** Another port of the same host is the same *site*, and still not ours. */
function isFromElsewhere({ fetchSite }: DoorRequest): boolean {
  return fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none";
}

/** A person following a link from elsewhere to one of our pages: the other page cannot read what comes back. */
function isNavigation({ method, target, fetchMode, fetchDest, isUpgrade }: DoorRequest): boolean {
  return (
    READING.has(method) &&
    !isUpgrade &&
    fetchMode === "navigate" &&
    fetchDest === "document" &&
    !pathOf(target).startsWith("/api/")
  );
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}

function addressOf(config: DoorConfig): string {
  const [named] = config.hosts;
  return named ? `it as ${named}` : `http://127.0.0.1:${config.port}`;
}

/** What a stranger wrote goes into a sentence only as far as it can be a host name. */
function printable(host: string): string {
  return host.replace(/[^a-z0-9.:[\]-]/g, "?").slice(0, 80);
}

/** The path to return to after signing in; anything that could lead to another site becomes the front page. */
export function safeReturnPath(target: string | null | undefined): string {
  if (!target || !isPlainPath(target) || pathOf(target) === DOOR_PATH) return "/";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these, which may turn a path into a host.
  return /[\u0000-\u0020]/.test(target) ? "/" : withoutToken(target);
}

/** Content-Security-Policy of every page. The nonce is the only way for a script to run. */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean, host: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${isDevelopment ? ` ws://${host}` : ""}`,
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
}
