"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "../ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu";
import { applyTheme, Theme } from "./theme";

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const WORDS = { system: "As the system", light: "Light", dark: "Dark" } as const;

/** The theme in force, and how to change it. Two controls on one page follow each other. */
export function useTheme(initial: Theme): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(initial);
  useEffect(() => {
    const read = () => setTheme(Theme.catch("system").parse(document.documentElement.dataset.theme));
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    read();
    return () => observer.disconnect();
  }, []);
  return [theme, applyTheme];
}

export function ThemeMenu({ initial }: { initial: Theme }) {
  const [theme, change] = useTheme(initial);
  const Icon = ICONS[theme];
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={`Theme: ${WORDS[theme].toLowerCase()}`}>
          <Icon aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <DropdownMenuRadioGroup value={theme} onValueChange={(value) => change(Theme.parse(value))}>
          {Theme.options.map((option) => (
            <DropdownMenuRadioItem key={option} value={option}>
              {WORDS[option]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
