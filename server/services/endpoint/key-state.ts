/** Whether the environment holds an endpoint's key; never what it is. */

/** null: it needs none. Says it of this process alone: workers elsewhere have environments of their own. */
export function isKeySet(keyVariable: string | null): boolean | null {
  return keyVariable === null ? null : (process.env[keyVariable] ?? "").trim() !== "";
}
