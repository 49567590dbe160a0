"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { cn } from "./cn";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

const CLOSE = "absolute top-3 right-3 rounded-md p-1 text-muted hover:bg-hover hover:text-ink";
const OVERLAY = "fixed inset-0 z-40 bg-black/40";

type Content = {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** Keeps the title for screen readers only, where the content shows it another way */
  titleHidden?: boolean;
  /** A press beside it throws nothing away that was typed; Escape and the buttons close it */
  isForm?: boolean;
};

/** Closed, a dialog gives the focus back to where it was, whether or not a trigger of its own opened it. */
function useReturnedFocus() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      const { current } = opener;
      if (!(current instanceof HTMLElement) || !current.isConnected || current === document.body) return;
      event.preventDefault();
      current.focus();
    },
  };
}

/** The panel of a dialog; `title` names it. */
export function DialogContent({
  title,
  description,
  children,
  className,
  titleHidden = false,
  isForm = false,
}: Content) {
  const focus = useReturnedFocus();
  return (
    <Radix.Portal>
      <Radix.Overlay className={OVERLAY} />
      <Radix.Content
        {...focus}
        {...(description === undefined ? { "aria-describedby": undefined } : {})}
        onPointerDownOutside={(event) => isForm && event.preventDefault()}
        className={cn(
          "fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[min(520px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-auto rounded-xl border border-line bg-raised p-5 text-ink shadow-pop outline-none",
          className,
        )}
      >
        <Radix.Title className={titleHidden ? "sr-only" : "pr-8 font-semibold text-base"}>{title}</Radix.Title>
        {description !== undefined && (
          <Radix.Description asChild>
            <div className={titleHidden ? "sr-only" : "mt-1 text-muted text-sm"}>{description}</div>
          </Radix.Description>
        )}
        {children}
        {!titleHidden && (
          <Radix.Close className={CLOSE} aria-label="Close">
            <X className="size-4" aria-hidden />
          </Radix.Close>
        )}
      </Radix.Content>
    </Radix.Portal>
  );
}

/** A panel from the side, over the page: details of a row, the menu on a phone. */
export function SheetContent({
  title,
  description,
  children,
  className,
  titleHidden = false,
  side = "right",
}: Content & { side?: "left" | "right" }) {
  const focus = useReturnedFocus();
  return (
    <Radix.Portal>
      <Radix.Overlay className={OVERLAY} />
      <Radix.Content
        {...focus}
        {...(description === undefined ? { "aria-describedby": undefined } : {})}
        className={cn(
          "fixed inset-y-0 z-50 flex w-[min(480px,92vw)] flex-col overflow-auto border-line bg-raised p-5 text-ink shadow-pop outline-none",
          side === "right" ? "right-0 border-l" : "left-0 border-r",
          className,
        )}
      >
        <Radix.Title className={titleHidden ? "sr-only" : "pr-8 font-semibold text-base"}>{title}</Radix.Title>
        {description !== undefined && (
          <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description>
        )}
        {children}
        <Radix.Close className={CLOSE} aria-label="Close">
          <X className="size-4" aria-hidden />
        </Radix.Close>
      </Radix.Content>
    </Radix.Portal>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>;
}
