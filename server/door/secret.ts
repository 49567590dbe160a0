/** STUDIO_TOKEN and the cookie that stands for it. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export const SESSION_COOKIE = "swirl_studio";
export const SESSION_SECONDS = 90 * 24 * 3600;

export interface Secret {
  isToken(candidate: string): boolean;
  /** A cookie value that proves knowledge of the token without holding it, for 90 days. */
  newSession(now?: number): string;
  isSession(value: string, now?: number): boolean;
}

export function secretOf(token: string): Secret {
  // Comparing digests under a key of this process hides the length of the token as well.
  const key = randomBytes(32);
  const digest = (text: string) => createHmac("sha256", key).update(text).digest();
  const isEqual = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
  const sign = (issued: string) =>
    createHmac("sha256", token).update(`swirl studio session ${issued}`).digest("base64url");
  return {
    isToken: (candidate) => isEqual(candidate, token),
    newSession: (now = Date.now()) => {
      const issued = Math.floor(now / 1000).toString(36);
      return `${issued}.${sign(issued)}`;
    },
    isSession: (value, now = Date.now()) => {
      const [issued = "", signature = ""] = value.split(".", 2);
      const age = now / 1000 - Number.parseInt(issued, 36);
      return isEqual(signature, sign(issued)) && age < SESSION_SECONDS;
    },
  };
}
