/** This tab's view of what is running, kept current while anything on the page shows it. */
import type { Live } from "./messages";
import { poll } from "./poll";
import { canShare, share } from "./share";
import type { Source } from "./source";

/** From one page to the next nothing is closed and opened again. */
const GRACE_MS = 2_000;
const NOTHING: Live = { runs: null, isDown: false };

export type LiveStore = { getSnapshot(): Live; subscribe(listener: () => void): () => void };

export function createLiveStore(source: Source): LiveStore {
  let live = NOTHING;
  let stop: (() => void) | null = null;
  const listeners = new Set<() => void>();

  function tell(change: Partial<Live>) {
    live = { ...live, ...change };
    for (const listener of listeners) listener();
  }
  function leaveWhenUnused() {
    if (listeners.size > 0) return;
    stop?.();
    stop = null;
    live = NOTHING;
  }
  return {
    getSnapshot: () => live,
    subscribe(listener) {
      listeners.add(listener);
      // The browser offers locks only on a secure address: 127.0.0.1, or https.
      stop ??= canShare() ? share(source, () => live, tell) : poll(source, tell);
      return () => {
        listeners.delete(listener);
        setTimeout(leaveWhenUnused, GRACE_MS);
      };
    },
  };
}
