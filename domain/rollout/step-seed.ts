/** A seed of its own for every request, from 0 to 2^31 - 1: the same run asks the same, two samples never do. */
export function stepSeed(runSeed: number, questionKey: string, sample: number, step: number): number {
  let hash = 0x811c9dc5;
  const name = `${runSeed}\n${sample}\n${step}\n${questionKey}`;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  // FNV-1a's last characters move its low bits only: mix them all (the finish of MurmurHash3).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 1) | 0;
}
