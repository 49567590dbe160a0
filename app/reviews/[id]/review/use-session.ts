"use client";
/** One person's session on a review, for as long as the page is open. */
import { TRPCClientError } from "@trpc/client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { z } from "zod";
import { useTRPCClient } from "@/app/trpc";
import type { ReviewPlan } from "@/domain/review/plan";
import { Outbox, outboxName, type Said } from "./outbox";
import { ReviewSession } from "./session";

const SENT_LAST = 20;

export function useSession(review: { id: number; key: string; plan: ReviewPlan }, person: string) {
  const client = useTRPCClient();
  const [{ session, sendLast, hear }] = useState(() => {
    const of = { review: review.id, person };
    const name = outboxName(review.key, person);
    const outbox = new Outbox(storage("localStorage"), name);
    const api = {
      next: (without: number[], skipped: number[]) => client.review.next.mutate({ ...of, without, skipped }),
      item: (idx: number) => client.review.item.query({ ...of, idx }),
      rule: (said: Said) => client.review.rule.mutate({ ...of, ...said }),
      release: (until: string, keep: number[]) => {
        sendAnyway("review.release", { ...of, until, keep });
        tellTabs(name);
      },
      answerOf,
    };
    return {
      session: new ReviewSession(api, outbox, review.plan, trailOf(name)),
      /** Sends what was said last, a note it may be, so that it outlives the page; what gets lost is sent again */
      sendLast: () => {
        for (const said of outbox.list().slice(-SENT_LAST)) sendAnyway("review.rule", { ...of, ...said });
      },
      hear: (key: string | null) => {
        const idx = outbox.itemOf(key);
        if (key === releasedKey(name)) void session.supply.load();
        else if (idx !== null) session.hear(idx);
        else session.wake();
      },
    };
  });
  useEffect(() => {
    session.start();
    const wake = () => session.wake();
    const hearTab = ({ key }: StorageEvent) => hear(key);
    const leave = () => {
      sendLast();
      session.supply.release();
    };
    // A browser may keep a page that was left, and show it again as it was.
    const comeBack = ({ persisted }: PageTransitionEvent) => persisted && void session.supply.load();
    window.addEventListener("online", wake);
    window.addEventListener("storage", hearTab);
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    return () => {
      leave();
      session.stop();
      window.removeEventListener("online", wake);
      window.removeEventListener("storage", hearTab);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
    };
  }, [session, sendLast, hear]);
  const state = useSyncExternalStore(session.subscribe, session.read, session.read);
  return { session, state };
}

/** Sends a request that outlives the page. */
function sendAnyway(procedure: string, input: object): void {
  navigator.sendBeacon(`/api/trpc/${procedure}`, new Blob([JSON.stringify(input)], { type: "application/json" }));
}

const releasedKey = (name: string) => `${name} released`;

/** The person's other tabs had the same items reserved, and reserve them again. */
function tellTabs(name: string): void {
  try {
    storage("localStorage")?.setItem(releasedKey(name), new Date().toISOString());
  } catch {
    // They do so anyway within minutes.
  }
}

/** What is wrong with a request stays wrong; a studio that is busy, or gone, is asked again for everything. */
function answerOf(error: unknown): "refused" | "failed" | null {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  if (typeof status !== "number" || status === 408 || status === 429) return null;
  return status >= 400 && status < 500 ? "refused" : "failed";
}

function storage(kind: "localStorage" | "sessionStorage"): Storage | null {
  try {
    return typeof window === "undefined" ? null : window[kind];
  } catch {
    return null;
  }
}

const Trail = z.array(z.int());

/** What this tab ruled on, so that undoing reaches back over a reload. */
function trailOf(name: string) {
  const key = `${name} trail`;
  return {
    read: () => {
      try {
        return Trail.safeParse(JSON.parse(storage("sessionStorage")?.getItem(key) ?? "[]")).data ?? [];
      } catch {
        return [];
      }
    },
    write: (history: number[]) => {
      try {
        storage("sessionStorage")?.setItem(key, JSON.stringify(history));
      } catch {
        // Then undoing ends at the reload.
      }
    },
  };
}
