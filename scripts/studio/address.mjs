// The address of the page: checked before any long work.
import http from "node:http";
import net from "node:net";
import { Sentence, sleep } from "../sentence.mjs";

/** @typedef {{ host: string, port: number }} Address */

/** @param {NodeJS.ProcessEnv} env @returns {Address} */
export function readAddress(env) {
  const host = env.HOST?.trim().replace(/^\[(.*)\]$/, "$1") || "127.0.0.1";
  const text = env.PORT?.trim() || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Sentence(`PORT=${text} is not a port: use a number from 1 to 65535.`);
  }
  return { host, port };
}

/** @param {Address} address */
export async function checkAddress({ host, port }) {
  const failure = await tryListen(host, port);
  if (!failure) return;
  if (failure === "EADDRINUSE") {
    throw new Sentence(
      `Port ${port} on ${host} is already in use: stop what is running there, or choose another port, ` +
        `for example PORT=${port + 1} npm start.`,
    );
  }
  if (failure === "EACCES") throw new Sentence(`Port ${port} may not be used by this user: choose one above 1023.`);
  if (failure === "EADDRNOTAVAIL" || failure === "ENOTFOUND") {
    throw new Sentence(`HOST=${host} is not an address of this machine.`);
  }
  throw new Sentence(`The studio cannot listen on ${host}:${port}: ${failure}.`);
}

/** @param {string} host @param {number} port @returns {Promise<string | null>} */
function tryListen(host, port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? error.message));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}

/** @returns {Promise<number>} */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/** How a browser on this machine reaches it. @param {Address} address */
export function urlOf({ host, port }) {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/** Waits until the front page answers. @param {string} url @param {() => boolean} isGivenUp */
export async function waitForPage(url, isGivenUp) {
  while (!isGivenUp()) {
    if (await answers(url)) return true;
    await sleep(50);
  }
  return false;
}

/** @param {string} url @returns {Promise<boolean>} */
function answers(url) {
  return new Promise((resolve) => {
    const request = http.get(url, { agent: false, timeout: 120_000 }, (response) => {
      response.resume();
      response.once("end", () => resolve(true));
      response.once("error", () => resolve(false));
    });
    request.once("error", () => resolve(false));
    request.once("timeout", () => request.destroy());
  });
}
