/** Puts the door's decisions into practice on Node's requests and sockets. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { contentSecurityPolicy, DOOR_PATH, type DoorRequest, decideAtDoor, safeReturnPath } from "@/domain/door";
import type { DoorSettings } from "./config";
import { sameSiteDetour, tokenForm } from "./form";
import { SESSION_COOKIE, SESSION_SECONDS } from "./secret";
import { createThrottle } from "./throttle";

const LONGEST_FORM = 8192;
const FORM_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const TOO_MANY = "Too many wrong tokens: wait a minute and try again.";

export interface Guard {
  /** True if the request may go on; otherwise it has been, or is being, answered. */
  admit(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  admitUpgrade(req: IncomingMessage, socket: Duplex): boolean;
}

export function createGuard({ config, secret }: DoorSettings, isDevelopment: boolean): Guard {
  const throttle = createThrottle();

  async function admit(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    setSafetyHeaders(res);
    const request = describeRequest(req, false);
    const address = req.socket.remoteAddress ?? "";
    if (request.bearer !== undefined && config.secret && throttle.isBlocked(address)) {
      return say(res, 429, TOO_MANY, { "Retry-After": "60" });
    }
    const decision = decideAtDoor(request, config);
    if (decision.kind === "deny") {
      if (decision.isWrongToken) throttle.countFailure(address);
      return say(
        res,
        decision.status,
        decision.sentence,
        decision.status === 401 ? { "WWW-Authenticate": "Bearer" } : {},
      );
    }
    if (decision.kind === "move") {
      res.writeHead(303, { Location: decision.target, "Cache-Control": "no-store" });
      res.end();
      return false;
    }
    if (secret && request.target.split("?", 1)[0] === DOOR_PATH) return answerForm(req, res, address);
    if (decision.kind === "ask") {
      const target = safeReturnPath(request.target);
      return show(res, decision.again ? 200 : 401, decision.again ? sameSiteDetour(target) : tokenForm(target));
    }
    setPagePolicy(req, res, request.host ?? "");
    return true;
  }

  async function answerForm(req: IncomingMessage, res: ServerResponse, address: string): Promise<false> {
    if (!secret || req.method !== "POST") return show(res, 200, tokenForm("/"));
    const form = await readForm(req);
    if (!form) return say(res, 413, "The form is too long.", { Connection: "close" });
    const returnTo = safeReturnPath(form.get("next"));
    if (throttle.isBlocked(address)) return show(res, 429, tokenForm(returnTo, TOO_MANY));
    if (!secret.isToken(form.get("token")?.trim() ?? "")) {
      throttle.countFailure(address);
      return show(res, 403, tokenForm(returnTo, "That is not the token of this studio."));
    }
    const isEncrypted = req.headers.origin?.startsWith("https://") ?? false;
    const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_SECONDS}${isEncrypted ? "; Secure" : ""}`;
    res.writeHead(303, { Location: returnTo, "Set-Cookie": `${SESSION_COOKIE}=${secret.newSession()}; ${attributes}` });
    res.end();
    return false;
  }

  /** Next reads the nonce for its own scripts from the policy on the *request*. */
  function setPagePolicy(req: IncomingMessage, res: ServerResponse, host: string) {
    const nonce = randomBytes(16).toString("base64");
    const policy = contentSecurityPolicy(nonce, isDevelopment, host);
    req.headers["content-security-policy"] = policy;
    req.headers["x-nonce"] = nonce;
    res.setHeader("Content-Security-Policy", policy);
  }

  function admitUpgrade(req: IncomingMessage, socket: Duplex): boolean {
    const decision = decideAtDoor(describeRequest(req, true), config);
    if (decision.kind === "allow") return true;
    const status = decision.kind === "deny" ? decision.status : 401;
    socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return false;
  }

  return { admit, admitUpgrade };
}

function describeRequest(req: IncomingMessage, isUpgrade: boolean): DoorRequest {
  const header = (name: string) => {
    const value = req.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const session = req.headers.cookie
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return {
    method: req.method ?? "GET",
    target: req.url ?? "",
    host: req.headers.host,
    origin: header("origin"),
    fetchSite: header("sec-fetch-site"),
    fetchMode: header("sec-fetch-mode"),
    fetchDest: header("sec-fetch-dest"),
    bearer: /^bearer +(.+)$/i.exec(req.headers.authorization ?? "")?.[1],
    session: session?.slice(SESSION_COOKIE.length + 1),
    isUpgrade,
  };
}

function setSafetyHeaders(res: ServerResponse) {
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Referrer-Policy", "same-origin");
  res.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  res.setHeader("Cross-Origin-Resource-Policy", "same-origin");
}

function say(res: ServerResponse, status: number, sentence: string, headers: Record<string, string>): false {
  res.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", ...headers });
  res.end(`${sentence}\n`);
  return false;
}

function show(res: ServerResponse, status: number, html: string): false {
  res.setHeader("Content-Security-Policy", FORM_POLICY);
  res.writeHead(status, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  res.end(html);
  return false;
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    if (length > LONGEST_FORM) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
