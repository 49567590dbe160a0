import Link from "next/link";
import { Button } from "@/components/ui/button";

export function HeaderActions({ id }: { id: number }) {
  return (
    <>
      <Button asChild>
        <Link href={`/training/compare?run=${id}`}>Compare with…</Link>
      </Button>
      <Button asChild>
        <Link href={`/training/new?clone=${id}`}>Clone with changes</Link>
      </Button>
    </>
  );
}
