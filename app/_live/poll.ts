import type { Live } from "./messages";
import type { Source } from "./source";

const EVERY_MS = 2_000;

/** Reads progress every two seconds while the page is seen; answers how to stop. */
export function poll(source: Source, tell: (change: Partial<Live>) => void): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = async () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      const change = await source.read().then(
        (runs) => ({ runs, isDown: false }),
        () => ({ isDown: true }),
      );
      if (isStopped) return;
      tell(change);
    }
    timer = setTimeout(read, EVERY_MS);
  };
  void read();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
