"use client";
/** One person's session on a review, for as long as the page is open. */
import { TRPCClientError } from "@trpc/client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { z } from "zod";
import { useTRPCClient } from "@/app/trpc";
import type { ReviewPlan } from "@/domain/review/plan";
import { Outbox } from "./outbox";
import { ReviewSession } from "./session";

export function useSession(review: { id: number; key: string; plan: ReviewPlan }, person: string) {
  const client = useTRPCClient();
  const [{ session, name }] = useState(() => {
    const of = { review: review.id, person };
    const name = `swirl-review ${review.key} ${JSON.stringify(person)}`;
    const api = {
      next: (without: number[]) => client.review.next.mutate({ ...of, without }),
      item: (idx: number) => client.review.item.query({ ...of, idx }),
      rule: ({ idx, at, rulings }: { idx: number; at: string; rulings: Parameters<Outbox["put"]>[1] & object }) =>
        client.review.rule.mutate({ ...of, idx, at, rulings }),
      retract: ({ idx, at }: { idx: number; at: string }) => client.review.retract.mutate({ ...of, idx, at }),
      release: (until: string, keep: number[]) => {
        sendAnyway("review.release", { ...of, until, keep });
        tellTabs(name);
      },
      isRefusal,
    };
    return {
      session: new ReviewSession(api, new Outbox(storage("localStorage"), name), review.plan, trailOf(name)),
      name,
    };
  });
  useEffect(() => {
    session.start();
    const wake = () => session.wake();
    const hear = ({ key }: StorageEvent) => (key === releasedKey(name) ? session.renew() : session.wake());
    const leave = () => session.release();
    // A browser may keep a page that was left, and show it again as it was.
    const comeBack = ({ persisted }: PageTransitionEvent) => persisted && session.renew();
    window.addEventListener("online", wake);
    window.addEventListener("storage", hear);
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    return () => {
      session.release();
      session.stop();
      window.removeEventListener("online", wake);
      window.removeEventListener("storage", hear);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
    };
  }, [session, name]);
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

/** What is wrong with a request stays wrong; a server that is busy, or gone, is asked again. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  return typeof status === "number" && status >= 400 && status < 500 && status !== 408 && status !== 429;
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
