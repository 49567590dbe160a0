// Reaches a database by URL and creates it if it is missing; every failure is one sentence without the password.
import pg from "pg";
import { describe, Sentence } from "../sentence.mjs";

const UNKNOWN_DATABASE = "3D000";
const ALREADY_THERE = new Set(["42P04", "23505"]);

/** @param {string} url */
export async function ensureDatabase(url) {
  const target = parse(url);
  const failure = await tryConnect(url);
  if (!failure) return;
  if (failure.code !== UNKNOWN_DATABASE) throw unreachable(target, failure);
  const beside = new URL(url);
  beside.pathname = "/postgres";
  const client = new pg.Client({ connectionString: beside.href, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(target.database)}`);
  } catch (error) {
    if (!ALREADY_THERE.has(/** @type {{ code?: string }} */ (error).code ?? "")) {
      throw new Sentence(
        `The database "${target.database}" does not exist on ${target.host}:${target.port} ` +
          `and could not be created: ${describe(error)}.`,
        { cause: error },
      );
    }
  } finally {
    await client.end().catch(() => {});
  }
}

/** @param {string} url */
function parse(url) {
  try {
    const { protocol, hostname, port, pathname, username } = new URL(url);
    if (protocol !== "postgres:" && protocol !== "postgresql:") throw new Error("not a PostgreSQL URL");
    const database = decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username) || "postgres";
    return { host: hostname || "localhost", port: port || "5432", database };
  } catch (error) {
    throw new Sentence("DATABASE_URL is not of the form postgresql://user:password@host:port/database.", {
      cause: error,
    });
  }
}

/** @param {string} url @returns {Promise<(Error & { code?: string }) | null>} */
async function tryConnect(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return null;
  } catch (error) {
    return /** @type {Error} */ (error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** @param {{ host: string, port: string, database: string }} target @param {Error & { code?: string }} failure */
function unreachable({ host, port, database }, failure) {
  const reasons = /** @type {Record<string, string>} */ ({
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "no such host",
    EAI_AGAIN: "the host name could not be resolved",
    "28P01": "wrong user or password",
    28000: "the server does not admit this user",
  });
  const reason = reasons[failure.code ?? ""] ?? describe(failure);
  return new Sentence(`The database "${database}" at ${host}:${port} cannot be reached: ${reason}.`, {
    cause: failure,
  });
}
