// The combinations of HOST, STUDIO_TOKEN and STUDIO_HOSTS that would leave the studio open to anyone.

export const SHORTEST_TOKEN = 16;

/**
 * The sentence that says why the studio does not start with these settings, or null.
 * @param {Record<string, string | undefined>} env
 * @returns {string | null}
 */
export function whyNotStart(env) {
  const host = env.HOST?.trim() || "127.0.0.1";
  const token = env.STUDIO_TOKEN?.trim() ?? "";
  if (token && token.length < SHORTEST_TOKEN) {
    return `STUDIO_TOKEN is too short: use at least ${SHORTEST_TOKEN} characters, for example from \`openssl rand -hex 16\`.`;
  }
  if (token) return null;
  if (!isThisMachine(host)) {
    return (
      `HOST=${host} opens the studio to other machines: ` +
      `set STUDIO_TOKEN to a secret of at least ${SHORTEST_TOKEN} characters as well.`
    );
  }
  const foreign = readHosts(env).find((name) => !isThisMachine(name.replace(/:\d+$/, "")));
  return foreign ? `STUDIO_HOSTS=${foreign} opens the studio to other machines: set STUDIO_TOKEN as well.` : null;
}

/** @param {Record<string, string | undefined>} env */
export function readHosts(env) {
  return (env.STUDIO_HOSTS ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
}

/** @param {string} name */
function isThisMachine(name) {
  return ["127.0.0.1", "localhost", "::1", "[::1]"].includes(name.toLowerCase());
}
