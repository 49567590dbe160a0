/** How several bars of one hue are told apart: ever paler, and once those are used up by how they are outlined. */

const OPACITIES = [1, 0.6, 0.35, 0.15] as const;
const OUTLINES = [undefined, "6 2", "2 2", "8 2 2 2"] as const;

/** The look of the n-th bar of a hue, from 0; `outlines` are dashes, undefined for a plain line. */
export function nthLook(
  n: number,
  outlines: readonly (string | undefined)[] = OUTLINES,
): { opacity: number; dash?: string } {
  const dash = outlines[Math.floor(n / OPACITIES.length) % outlines.length];
  return { opacity: OPACITIES[n % OPACITIES.length] ?? 1, ...(dash === undefined ? {} : { dash }) };
}
