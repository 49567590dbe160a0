import { findFreePort } from "../studio/address.mjs";

/** So many ports, no two alike. @param {number} count @returns {Promise<number[]>} */
export async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) ports.add(await findFreePort());
  return [...ports];
}
