/**
 * The bare load generator: so many loops of the plainest client, each sending the next body as soon as the last reply
 * is read. Takes one JSON argument, prints the completions and how long they took.
 */
import fs from "node:fs";
import { Pool } from "undici";
import { BareWork } from "./words";

const { url, bodiesFile, loops, requests } = BareWork.parse(JSON.parse(process.argv[2] ?? ""));
const bodies: string[] = JSON.parse(fs.readFileSync(bodiesFile, "utf8"));
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: loops });
const path = `${pathname}/chat/completions`;
const headers = { "content-type": "application/json" };
let sent = 0;

async function loop(): Promise<void> {
  while (sent < requests) {
    const body = bodies[sent++ % bodies.length];
    const response = await pool.request({ method: "POST", path, headers, body });
    await response.body.text();
    if (response.statusCode !== 200) throw new Error(`The server answered ${response.statusCode}`);
  }
}

const begun = performance.now();
await Promise.all(Array.from({ length: loops }, loop));
console.log(JSON.stringify({ requests, ms: performance.now() - begun }));
await pool.close();
