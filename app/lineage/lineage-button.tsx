import { Workflow } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import type { LineageKind } from "@/domain/lineage/node";
import { lineageHref } from "./href";

/** To all that went into a thing, and all that came of it. */
export function LineageButton({ kind, id }: { kind: LineageKind; id: number }) {
  return (
    <Button asChild>
      <Link href={lineageHref(kind, id)}>
        <Workflow aria-hidden />
        Lineage
      </Link>
    </Button>
  );
}
