/** How progress is read: the stream, and a single read where there is none. */
import type { TRPCClient } from "@trpc/client";
import type { RunProgress } from "@/domain/run";
import type { AppRouter } from "@/server/routers/root";
import { backoff } from "./backoff";
import type { Live } from "./messages";

export type Source = {
  /** Opens the stream and keeps it open; answers how to close it. */
  open(tell: (change: Partial<Live>) => void): () => void;
  read(): Promise<RunProgress[]>;
};

export function progressSource(client: TRPCClient<AppRouter>): Source {
  return {
    read: () => client.runs.current.query(),

    open(tell) {
      let failures = 0;
      let isClosed = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let current: { unsubscribe(): void } | undefined;

      // Browsers try again by themselves, but some give up, and none waits longer each time.
      const retry = () => {
        current?.unsubscribe();
        current = undefined;
        if (isClosed) return;
        tell({ isDown: true });
        clearTimeout(timer);
        timer = setTimeout(connect, backoff(failures, Math.random()));
        failures += 1;
      };
      function connect() {
        let isOver = false;
        const fail = () => {
          if (isOver) return;
          isOver = true;
          retry();
        };
        current = client.runs.watch.subscribe(undefined, {
          onData(runs) {
            if (isOver) return;
            failures = 0;
            tell({ runs, isDown: false });
          },
          onError: fail,
          onStopped: fail,
          onConnectionStateChange: ({ state, error }) => {
            if (state === "connecting" && error) fail();
          },
        });
      }
      connect();
      return () => {
        isClosed = true;
        clearTimeout(timer);
        current?.unsubscribe();
      };
    },
  };
}
