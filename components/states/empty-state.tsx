import type { ReactNode } from "react";
import { Command } from "./command";

/** A page or panel with nothing in it yet: what belongs here, the button and the command that fill it. */
export function EmptyState(props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** The same by command, as typed in a checkout */
  command?: string;
}) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center gap-3 px-6 py-14 text-center">
      <h2 className="font-semibold text-base">{props.title}</h2>
      {props.children && <div className="text-muted">{props.children}</div>}
      {props.action && <div className="mt-1 flex flex-wrap justify-center gap-2">{props.action}</div>}
      {props.command && (
        <div className="mt-1 flex max-w-full items-center gap-2 text-muted">
          <span>or</span>
          <Command text={props.command} />
        </div>
      )}
    </div>
  );
}
