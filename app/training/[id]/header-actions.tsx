import Link from "next/link";
import { LineageButton } from "@/app/lineage/lineage-button";
import { Button } from "@/components/ui/button";

export function HeaderActions({ id }: { id: number }) {
  return (
    <>
      <LineageButton kind="training-run" id={id} />
      <Button asChild>
        <Link href={`/training/compare?run=${id}`}>Compare with…</Link>
      </Button>
      <Button asChild>
        <Link href={`/training/new?clone=${id}`}>Clone with changes</Link>
      </Button>
    </>
  );
}
