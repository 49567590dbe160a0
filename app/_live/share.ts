/**
 * One stream for all tabs: browsers allow six connections to a studio, so the tab that holds a lock keeps the stream
 * and tells the others. When it goes, the browser hands the lock to the next one.
 */
import { type Live, Message } from "./messages";
import { poll } from "./poll";
import type { Source } from "./source";

const NAME = "swirl-progress";
/** A tab that has heard nothing for this long asks; the holder answers at once, even in the background. */
const QUIET_MS = 8_000;
/** Without an answer for this long it reads by itself. */
const SILENT_MS = 12_000;
const CHECK_MS = 2_000;

export const canShare = () => typeof BroadcastChannel === "function" && navigator.locks !== undefined;

/** Takes part until the answer is called. `tell` changes this tab's state, which `current` gives. */
export function share(source: Source, current: () => Live, tell: (change: Partial<Live>) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  const leaving = new AbortController();
  let isHolder = false;
  let heardAt = Date.now();
  let stopPolling: (() => void) | undefined;
  const say = (message: Message) => channel.postMessage(message);

  /** While the stream is down, each tab that is seen reads by itself; what it reads does not mean that the stream is up. */
  function readWhileDown(isDown: boolean) {
    if (isDown) stopPolling ??= poll(source, ({ runs }) => runs && tell({ runs }));
    else {
      stopPolling?.();
      stopPolling = undefined;
    }
  }

  channel.onmessage = ({ data }) => {
    const message = Message.safeParse(data).data;
    if (message?.kind === "ask" && isHolder) say({ kind: "live", live: current() });
    if (message?.kind !== "live" || isHolder) return;
    heardAt = Date.now();
    tell(message.live.runs === null ? { isDown: message.live.isDown } : message.live);
    readWhileDown(message.live.isDown);
  };

  async function hold() {
    isHolder = true;
    const close = source.open((change) => {
      tell(change);
      readWhileDown(current().isDown);
      say({ kind: "live", live: current() });
    });
    await new Promise((resolve) => leaving.signal.addEventListener("abort", resolve));
    close();
  }
  navigator.locks
    .request(NAME, { signal: leaving.signal }, hold)
    // Leaving while still in the queue rejects.
    .catch(() => {});
  say({ kind: "ask" });

  const watch = setInterval(() => {
    if (isHolder || document.visibilityState !== "visible") return;
    const quietFor = Date.now() - heardAt;
    if (quietFor > QUIET_MS) say({ kind: "ask" });
    if (quietFor > SILENT_MS) readWhileDown(true);
  }, CHECK_MS);

  return () => {
    leaving.abort();
    clearInterval(watch);
    stopPolling?.();
    channel.close();
  };
}
