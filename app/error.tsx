"use client";
import Link from "next/link";
import { ErrorState } from "@/components/states/error-state";
import { Button } from "@/components/ui/button";

/** A page that could not be made. The message was written to the terminal; here stands what to do. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1 className="sr-only">This page could not be shown</h1>
      <ErrorState
        title="This page could not be shown"
        detail={
          <>
            Nothing was changed. Try again; if it stays, the terminal the studio runs in says why
            {error.digest ? ` (look for ${error.digest})` : ""}.
          </>
        }
        onRetry={reset}
        action={
          <Button asChild>
            <Link href="/">Go home</Link>
          </Button>
        }
      />
    </>
  );
}
