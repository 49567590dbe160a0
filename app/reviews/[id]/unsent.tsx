"use client";
/** Rulings that wait in this browser, said where nobody is reviewing. */
import Link from "next/link";
import { useSyncExternalStore } from "react";
import { formatCount } from "@/domain/format";
import { reviewingHref } from "../address";
import { unsentIn } from "./review/outbox";
import type { Review } from "./review-page";

function subscribe(listener: () => void) {
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}

function read(key: string): string {
  try {
    return JSON.stringify(unsentIn(window.localStorage, key));
  } catch {
    return "[]";
  }
}

export function Unsent({ review }: { review: Review }) {
  const found = useSyncExternalStore(
    subscribe,
    () => read(review.key),
    () => "[]",
  );
  const unsent = JSON.parse(found) as ReturnType<typeof unsentIn>;
  return unsent.map(({ person, count }) => (
    <p key={person} role="status" className="rounded-lg bg-warning-soft px-3 py-2 text-warning-ink">
      {formatCount(count, "ruling")} of {person} {count === 1 ? "waits" : "wait"} in this browser.{" "}
      <Link href={reviewingHref(review.id, person)} className="underline">
        Go on reviewing as {person}
      </Link>{" "}
      to send {count === 1 ? "it" : "them"}.
    </p>
  ));
}
