"use client";
import { ErrorState } from "@/components/states/error-state";
import "./globals.css";

/** When even the frame of the page fails: no providers, no navigation. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1 className="sr-only">The studio could not be shown</h1>
          <ErrorState
            title="The studio could not be shown"
            detail="Nothing was changed. Try again; if it stays, the terminal it runs in says why."
            onRetry={reset}
          />
        </main>
      </body>
    </html>
  );
}
