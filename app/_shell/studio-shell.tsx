"use client";
/** The frame of every page: navigation, palette, keys, toasts. */
import { useQuery } from "@tanstack/react-query";
import { Keyboard } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { useTRPC } from "@/app/trpc";
import { KeysProvider, useKeys, useShowKeys } from "@/components/shell/keys";
import { PAGES } from "@/components/shell/navigation";
import { Palette, type PaletteEntry, usePaletteState } from "@/components/shell/palette";
import { Sidebar } from "@/components/shell/sidebar";
import type { Theme } from "@/components/shell/theme";
import { ThemeMenu } from "@/components/shell/theme-menu";
import { IconButton } from "@/components/ui/button";
import { ToastProvider } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";

export function StudioShell({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <TooltipProvider>
      <ToastProvider>
        <KeysProvider>
          <Frame theme={theme}>{children}</Frame>
        </KeysProvider>
      </ToastProvider>
    </TooltipProvider>
  );
}

const NONE: PaletteEntry[] = [];

function Frame({ theme, children }: { theme: Theme; children: ReactNode }) {
  const router = useRouter();
  const trpc = useTRPC();
  const palette = usePaletteState();
  const { setOpen } = palette;
  const showKeys = useShowKeys();
  const found = useQuery({
    ...trpc.library.palette.queryOptions({ query: palette.query }),
    enabled: palette.open,
    placeholderData: (previous) => previous,
  });
  const keys = useMemo(
    () => [
      { keys: "mod+k", does: "go to anything by name", run: () => setOpen(true) },
      ...PAGES.map((page) => ({ keys: page.keys, does: `open ${page.name}`, run: () => router.push(page.href) })),
    ],
    [router, setOpen],
  );
  useKeys(keys, "Everywhere");
  const footer = (
    <>
      <ThemeMenu initial={theme} />
      <IconButton label="Keys" onClick={showKeys}>
        <Keyboard aria-hidden />
      </IconButton>
    </>
  );
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-1.5 focus:shadow-pop"
      >
        Skip to the content
      </a>
      <Sidebar onSearch={() => palette.setOpen(true)} footer={footer} />
      <main id="main" tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-auto bg-panel outline-none">
        {children}
      </main>
      <Palette
        open={palette.open}
        onOpenChange={palette.setOpen}
        query={palette.query}
        onQuery={palette.setQuery}
        entries={found.data ?? NONE}
        isSearching={found.isPlaceholderData || found.isPending}
      />
    </div>
  );
}
