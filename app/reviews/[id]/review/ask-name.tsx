"use client";
/** Asks who reviews: their rulings are a judging run of their own. */
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { reviewingHref } from "@/app/reviews/address";
import { FormField } from "@/app/settings/form-field";
import { setPerson, usePerson } from "@/app/trajectories/[id]/person";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { ReviewerName } from "@/domain/review/ruling";

export function AskName({ review }: { review: { id: number; name: string } }) {
  const router = useRouter();
  const remembered = usePerson();
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  useEffect(() => setText((now) => (now === "" ? (remembered ?? "") : now)), [remembered]);
  const parsed = ReviewerName.safeParse(text);
  return (
    <>
      <PageHeader
        trail={[
          { href: "/reviews", name: "Reviews" },
          { href: `/reviews/${review.id}`, name: review.name },
        ]}
        title="Who reviews?"
        description="Your rulings are kept under your name, as a judging run of their own."
      />
      <form
        className="flex max-w-sm flex-col gap-3 p-4 md:p-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!parsed.success) return;
          setPerson(parsed.data);
          router.replace(reviewingHref(review.id, parsed.data));
        }}
      >
        <FormField
          id="reviewer"
          label="Your name"
          hint="Remembered in this browser."
          {...(isTried && !parsed.success && { error: parsed.error.issues[0]?.message ?? "" })}
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={80}
              autoComplete="nickname"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </FormField>
        <div>
          <Button type="submit" variant="primary">
            Begin reviewing
          </Button>
        </div>
      </form>
    </>
  );
}
