"use client";
import { RadioGroup } from "radix-ui";
import { Theme } from "@/components/shell/theme";
import { useTheme } from "@/components/shell/theme-menu";

const WORDS = { system: "As the system", light: "Light", dark: "Dark" } as const;

export function ThemeChoice({ initial }: { initial: Theme }) {
  const [theme, change] = useTheme(initial);
  return (
    <RadioGroup.Root
      aria-label="Theme"
      value={theme}
      onValueChange={(value) => change(Theme.parse(value))}
      className="inline-flex rounded-md border border-edge p-0.5"
    >
      {Theme.options.map((option) => (
        <RadioGroup.Item
          key={option}
          value={option}
          className="h-7 rounded px-3 text-muted hover:text-ink data-[state=checked]:bg-selected data-[state=checked]:font-medium data-[state=checked]:text-accent-ink"
        >
          {WORDS[option]}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
