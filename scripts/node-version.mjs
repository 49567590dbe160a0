// Written so that a very old Node can read it and say what is wrong.

/** @returns {boolean} whether this Node is new enough; says so otherwise */
export function isNodeNewEnough() {
  var found = process.versions.node.split(".").map(Number);
  if (found[0] > 20 || (found[0] === 20 && found[1] >= 19)) return true;
  console.error(`Swirl Studio needs Node 20.19 or newer, and this is Node ${process.versions.node}.`);
  return false;
}
