"use client";
import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { cn } from "./cn";

type Message = { id: number; title: string; detail?: string; tone: "plain" | "danger"; action?: ReactNode };
type Show = (message: { title: string; detail?: string; tone?: Message["tone"]; action?: ReactNode }) => void;

const ToastContext = createContext<Show>(() => {});

/** Says something that happened, out of the way. What the user must read belongs on the page instead. */
export const useToast = (): Show => useContext(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<Message[]>([]);
  const next = useRef(0);
  const show = useCallback<Show>((message) => {
    next.current += 1;
    const id = next.current;
    setMessages((current) => [...current.slice(-3), { tone: "plain", ...message, id }]);
  }, []);
  const drop = (id: number) => setMessages((current) => current.filter((message) => message.id !== id));
  return (
    <ToastContext value={show}>
      <Radix.Provider swipeDirection="right">
        {children}
        {messages.map((message) => (
          <Radix.Root
            key={message.id}
            duration={message.tone === "danger" ? 12_000 : 5_000}
            onOpenChange={(open) => !open && drop(message.id)}
            className={cn(
              "flex items-start gap-3 rounded-lg border bg-raised p-3 text-sm shadow-pop",
              message.tone === "danger" ? "border-danger" : "border-line",
            )}
          >
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-medium">{message.title}</Radix.Title>
              {message.detail && <Radix.Description className="text-muted">{message.detail}</Radix.Description>}
            </div>
            {message.action}
            <Radix.Close aria-label="Close" className="rounded p-0.5 text-faint hover:bg-hover hover:text-ink">
              <X className="size-4" aria-hidden />
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(360px,calc(100vw-32px))] flex-col gap-2 outline-none" />
      </Radix.Provider>
    </ToastContext>
  );
}
