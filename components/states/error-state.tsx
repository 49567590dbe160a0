import type { ReactNode } from "react";
import { Button } from "../ui/button";

/** What failed, what was kept, what to do, and a way to try again. */
export function ErrorState(props: { title: string; detail?: ReactNode; onRetry?: () => void; action?: ReactNode }) {
  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col items-center gap-3 px-6 py-14 text-center">
      <h2 className="font-semibold text-base">{props.title}</h2>
      {props.detail && <div className="break-words text-muted">{props.detail}</div>}
      <div className="mt-1 flex flex-wrap justify-center gap-2">
        {props.onRetry && (
          <Button variant="primary" onClick={props.onRetry}>
            Try again
          </Button>
        )}
        {props.action}
      </div>
    </div>
  );
}
