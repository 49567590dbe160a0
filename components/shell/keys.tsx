"use client";
/** Keyboard commands: a page registers what its keys do, one listener runs them, and `?` lists them. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Dialog, DialogContent } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { isTyping, keyName } from "./key-names";

export type KeyBinding = {
  /** One key ("j", "?", "Enter"), with modifiers ("mod+k", "shift+J"), or two in a row ("g t") */
  keys: string;
  /** Completes "This key …": "next step" */
  does: string;
  /** A key that is held does it only once */
  isOnce?: boolean;
  run: () => void;
};

type Entry = { group: string; bindings: readonly KeyBinding[] };
type Registry = { add: (id: symbol, entry: Entry) => void; remove: (id: symbol) => void; show: () => void };

const KeysContext = createContext<Registry | null>(null);
const SEQUENCE_MS = 900;

/** Registers keys for as long as the component is mounted. Keys typed into a field or a dialog are left alone. */
export function useKeys(bindings: readonly KeyBinding[], group = "This page"): void {
  const registry = useContext(KeysContext);
  const id = useRef(Symbol("keys"));
  useEffect(() => registry?.add(id.current, { group, bindings }), [registry, bindings, group]);
  useEffect(() => {
    const key = id.current;
    return () => registry?.remove(key);
  }, [registry]);
}

/** Opens the list of keys. */
export function useShowKeys(): () => void {
  const registry = useContext(KeysContext);
  return () => registry?.show();
}

export function KeysProvider({ children }: { children: ReactNode }) {
  const entries = useRef(new Map<symbol, Entry>());
  const [shown, setShown] = useState<Entry[] | null>(null);
  const show = useCallback(() => setShown([...entries.current.values()]), []);
  const registry = useMemo<Registry>(
    () => ({
      add: (id, entry) => void entries.current.set(id, entry),
      remove: (id) => void entries.current.delete(id),
      show,
    }),
    [show],
  );

  useEffect(() => {
    let prefix = "";
    let prefixAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event);
      if (name === null) return;
      const hasModifier = name.startsWith("mod+");
      if (!hasModifier && (isTyping(event.target) || document.querySelector('[role="dialog"][data-state="open"]')))
        return;
      const sequence = event.timeStamp - prefixAt < SEQUENCE_MS ? `${prefix} ${name}` : name;
      // The newest registration wins: a panel over a page may take a key from it.
      const all = [...entries.current.values()].reverse().flatMap((entry) => entry.bindings);
      const found = all.find((each) => each.keys === sequence) ?? all.find((each) => each.keys === name);
      if (found) {
        event.preventDefault();
        prefix = "";
        if (!(found.isOnce && event.repeat)) found.run();
      } else if (name === "?") {
        event.preventDefault();
        show();
      } else {
        prefix = name;
        prefixAt = event.timeStamp;
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [show]);

  return (
    <KeysContext value={registry}>
      {children}
      <Dialog open={shown !== null} onOpenChange={(open) => !open && setShown(null)}>
        <DialogContent title="Keys">
          <div className="mt-3 flex flex-col gap-4">
            {groupsOf(shown ?? []).map(([group, bindings]) => (
              <section key={group}>
                <h3 className="mb-1 text-faint text-xs">{group}</h3>
                <dl className="grid grid-cols-[1fr_auto] gap-y-1">
                  {bindings.map((binding) => (
                    <div key={`${binding.keys} ${binding.does}`} className="contents">
                      <dt>{capitalise(binding.does)}</dt>
                      <dd className="text-right">
                        <KeyCaps keys={binding.keys} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </DialogContent>
      </Dialog>
    </KeysContext>
  );
}

/** The keys of a binding as caps. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(" ").map((part, index) => (
        <Kbd key={index}>{part.replace("mod+", "Ctrl/⌘ ").replace("shift+", "Shift ")}</Kbd>
      ))}
    </span>
  );
}

function groupsOf(entries: Entry[]): [string, KeyBinding[]][] {
  const groups = new Map<string, KeyBinding[]>();
  const help: KeyBinding = { keys: "?", does: "this list", run: () => {} };
  for (const { group, bindings } of [...entries].reverse())
    groups.set(group, [...(groups.get(group) ?? []), ...bindings]);
  groups.set("Everywhere", [...(groups.get("Everywhere") ?? []), help]);
  return [...groups];
}

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
