"use client";
import { GitCompareArrows } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { OptionList } from "@/components/ui/combobox";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { RunChoice } from "@/domain/browse";

/** Chooses the judging run to compare this one with. */
export function FlipsWith({ id, others }: { id: number; others: readonly RunChoice[] }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  if (others.length === 0) return null;
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button>
          <GitCompareArrows aria-hidden />
          What flipped against…
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Judging run to compare with"
        align="end"
        className="w-80 max-w-[calc(100vw-1rem)] p-0"
      >
        <OptionList
          label="Judging run to compare with"
          options={others.map((run) => ({
            value: String(run.id),
            label: run.isNewest ? run.name : `${run.name}, version ${run.version}`,
            hint: run.kind,
          }))}
          selected={[]}
          onSelect={(other) => router.push(`/judging/flips?a=${other}&b=${id}`)}
        />
      </PopoverContent>
    </Popover>
  );
}
