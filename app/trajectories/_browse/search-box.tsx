"use client";
import { Search } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { Input } from "@/components/ui/input";

const PAUSE_MS = 350;

/** Full-text search in what the model wrote. Takes effect after a pause in typing, or at once with Enter. */
export function SearchBox(props: {
  value: string;
  onChange: (value: string, options: { replace: boolean }) => void;
  ref?: Ref<HTMLInputElement>;
}) {
  const { value, onChange } = props;
  const [draft, setDraft] = useState(value);
  const [committed, setCommitted] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed by other means: back, a saved view, "Clear filters".
  if (value !== committed) {
    setCommitted(value);
    setDraft(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (text: string) => {
    clearTimeout(timer.current);
    const next = text.trim();
    if (next === value) return;
    setCommitted(next);
    // Words typed in several goes are one step back.
    onChange(next, { replace: value !== "" && next !== "" });
  };
  return (
    <search className="relative min-w-0 flex-1 basis-56 sm:max-w-96">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <Input
        ref={props.ref}
        type="search"
        aria-label="Search in what the model wrote"
        title='Words, "a phrase", either or, -not'
        placeholder="Search in what the model wrote"
        maxLength={400}
        value={draft}
        onChange={(event) => {
          const text = event.target.value;
          setDraft(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => commit(text), PAUSE_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit(draft);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        className="pl-8"
      />
    </search>
  );
}
