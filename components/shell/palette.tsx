"use client";
/** The command palette: every page, and every named thing the given search finds. */
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useCallback, useEffect, useState } from "react";
import { Dialog, DialogContent } from "../ui/dialog";
import { KeyCaps } from "./keys";
import { BEGINNINGS, PAGES, SUBPAGES } from "./navigation";

export type PaletteEntry = { kind: string; name: string; detail: string | null; href: string };

const ITEM = "flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1 data-[selected=true]:bg-hover cursor-pointer";

export function Palette(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  query: string;
  onQuery: (query: string) => void;
  entries: readonly PaletteEntry[];
  /** True while the entries are those of other words, or of none. */
  isSearching: boolean;
}) {
  const router = useRouter();
  const { onOpenChange } = props;
  const go = useCallback(
    (href: string) => {
      onOpenChange(false);
      router.push(href);
    },
    [onOpenChange, router],
  );
  const words = props.query.trim().toLowerCase();
  const holdsWords = (page: { name: string; says: string }) =>
    `${page.name} ${page.says}`.toLowerCase().includes(words);
  // Those below the pages are for people who look for them: without a word the list begins with the pages alone.
  const below = words === "" ? [] : SUBPAGES.map((page) => ({ ...page, keys: null }));
  const pages = [...PAGES, ...below].filter(holdsWords);
  const beginnings = words === "" ? [] : BEGINNINGS.filter(holdsWords);
  // Enter goes where the list is marked: at the first line, once the words find other entries than were marked among.
  const [mark, setMark] = useState({ value: "", among: props.entries });
  const values = [
    ...[...pages, ...beginnings].map(pageValue),
    ...kindsOf(props.entries).flatMap(([, entries]) => entries.map(entryValue)),
  ];
  const isMarked = mark.among === props.entries && values.includes(mark.value);
  const value = isMarked ? mark.value : (values[0] ?? "");
  // Enter may come before what the words find: it waits for that, and is forgotten when other words are typed.
  const [wanted, setWanted] = useState<string | null>(null);
  const markedEntry = props.entries.find((entry) => entryValue(entry) === value);
  const destination = !props.isSearching && wanted === props.query ? markedEntry?.href : undefined;
  useEffect(() => {
    if (destination === undefined) return;
    setWanted(null);
    go(destination);
  }, [destination, go]);
  const waitForEntries = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    if (!props.isSearching || value.startsWith(PAGE)) return;
    event.preventDefault();
    setWanted(props.query);
  };
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange}>
      <DialogContent
        title="Go to"
        description="Pages, question sets, rollout runs, judging runs, reviews, experiments, training sets, models, evals and saved views"
        titleHidden
        className="p-0"
      >
        <Command
          label="Go to"
          shouldFilter={false}
          value={value}
          onValueChange={(next) => setMark({ value: next, among: props.entries })}
          onKeyDown={waitForEntries}
          className="flex min-h-0 flex-col"
        >
          <Command.Input
            value={props.query}
            onValueChange={props.onQuery}
            placeholder="Find a page, set, model or view by name…"
            className="h-12 shrink-0 border-line border-b bg-transparent px-4 text-base outline-none placeholder:text-faint"
          />
          <Command.List className="max-h-[52vh] overflow-auto p-1.5">
            <Command.Empty className="px-3 py-6 text-center text-muted">
              {props.isSearching ? "Searching…" : "Nothing of that name."}
            </Command.Empty>
            {pages.length > 0 && (
              <Group heading="Pages">
                {pages.map(({ href, name, icon: Icon, says, keys }) => (
                  <Command.Item key={href} value={pageValue({ href })} onSelect={() => go(href)} className={ITEM}>
                    <Icon className="size-4 text-muted" aria-hidden />
                    <span>{name}</span>
                    <span className="min-w-0 flex-1 truncate text-faint">{says}</span>
                    {keys !== null && <KeyCaps keys={keys} />}
                  </Command.Item>
                ))}
              </Group>
            )}
            {beginnings.length > 0 && (
              <Group heading="Begin">
                {beginnings.map(({ href, name, icon: Icon, says }) => (
                  <Command.Item key={href} value={pageValue({ href })} onSelect={() => go(href)} className={ITEM}>
                    <Icon className="size-4 text-muted" aria-hidden />
                    <span>{name}</span>
                    <span className="min-w-0 flex-1 truncate text-faint">{says}</span>
                  </Command.Item>
                ))}
              </Group>
            )}
            {kindsOf(props.entries).map(([kind, entries]) => (
              <Group key={kind} heading={kind}>
                {entries.map((entry) => (
                  <Command.Item
                    key={entry.href}
                    value={entryValue(entry)}
                    onSelect={() => go(entry.href)}
                    className={ITEM}
                  >
                    <span className="min-w-0 flex-1 truncate">{entry.name}</span>
                    {entry.detail && <span className="shrink-0 text-faint">{entry.detail}</span>}
                  </Command.Item>
                ))}
              </Group>
            ))}
          </Command.List>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

const PAGE = "page ";
const pageValue = ({ href }: { href: string }) => `${PAGE}${href}`;
const entryValue = ({ kind, href }: { kind: string; href: string }) => `${kind} ${href}`;

function Group({ heading, children }: { heading: string; children: React.ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

function kindsOf(entries: readonly PaletteEntry[]): [string, PaletteEntry[]][] {
  const kinds = new Map<string, PaletteEntry[]>();
  for (const entry of entries) kinds.set(entry.kind, [...(kinds.get(entry.kind) ?? []), entry]);
  return [...kinds];
}

/** State for a palette that opens and closes; the query starts afresh each time. */
export function usePaletteState() {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const change = useCallback((next: boolean) => {
    if (next) setQuery("");
    setOpen(next);
  }, []);
  return { open, query, setQuery, setOpen: change };
}
