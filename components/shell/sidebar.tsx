"use client";
import { Menu, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { IconButton } from "../ui/button";
import { cn } from "../ui/cn";
import { Dialog, DialogTrigger, SheetContent } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { Mark } from "./mark";
import { isOpen, PAGES } from "./navigation";

/** Navigation at the left; on a narrow screen a bar at the top with the same list in a sheet. */
export function Sidebar({ onSearch, footer }: { onSearch: () => void; footer: ReactNode }) {
  const [menuOpen, setMenuOpen] = useState(false);
  return (
    <>
      <header className="hidden w-52 shrink-0 flex-col border-line border-r bg-canvas md:flex">
        <div className="flex h-12 items-center px-4">
          <Brand />
        </div>
        <div className="px-2 pb-2">
          <button
            type="button"
            onClick={onSearch}
            className="flex h-8 w-full items-center gap-2 rounded-md border border-line-strong bg-panel px-2 text-muted hover:bg-hover"
          >
            <Search className="size-3.5" aria-hidden />
            <span className="flex-1 text-left">Go to…</span>
            <Kbd>Ctrl K</Kbd>
          </button>
        </div>
        <nav aria-label="Pages" className="flex-1 overflow-auto px-2">
          <PageList />
        </nav>
        <div className="flex items-center border-line border-t p-2">{footer}</div>
      </header>

      <header className="flex h-12 shrink-0 items-center gap-1 border-line border-b bg-canvas px-2 md:hidden">
        <Dialog open={menuOpen} onOpenChange={setMenuOpen}>
          <DialogTrigger asChild>
            <IconButton label="Open the menu">
              <Menu aria-hidden />
            </IconButton>
          </DialogTrigger>
          <SheetContent title="Swirl Studio" side="left" className="w-64 p-3">
            <nav aria-label="Pages" className="mt-3 flex-1">
              <PageList onFollow={() => setMenuOpen(false)} />
            </nav>
            <div className="border-line border-t pt-2">{footer}</div>
          </SheetContent>
        </Dialog>
        <div className="flex-1">
          <Brand />
        </div>
        <IconButton label="Go to…" onClick={onSearch}>
          <Search aria-hidden />
        </IconButton>
      </header>
    </>
  );
}

function Brand() {
  return (
    <Link href="/" className="inline-flex items-center gap-2 font-semibold text-base">
      <Mark className="size-5" />
      Swirl Studio
    </Link>
  );
}

function PageList({ onFollow }: { onFollow?: () => void }) {
  const path = usePathname();
  return (
    <ul className="flex flex-col gap-px">
      {PAGES.map(({ href, name, icon: Icon }) => {
        const open = isOpen(href, path);
        return (
          <li key={href} className={href === "/settings" ? "mt-3" : undefined}>
            <Link
              href={href}
              onClick={onFollow}
              aria-current={path === href ? "page" : open ? "true" : undefined}
              className={cn(
                "flex h-8 items-center gap-2.5 rounded-md px-2",
                open ? "bg-hover font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
              )}
            >
              <Icon className="size-4" aria-hidden />
              {name}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
