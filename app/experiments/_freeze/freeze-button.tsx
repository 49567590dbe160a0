import { Snowflake } from "lucide-react";
import { Button } from "@/components/ui/button";
import { UnavailableButton } from "@/components/ui/unavailable-button";

/** Freezes an arm; `why`: it cannot be frozen now. */
export function FreezeButton(props: { arm: string; why: string | null; onFreeze: () => void }) {
  const content = (
    <>
      <Snowflake className="!size-3.5" aria-hidden />
      Freeze
    </>
  );
  const label = `Freeze ${props.arm}`;
  if (props.why !== null)
    return (
      <UnavailableButton size="sm" aria-label={label} why={props.why}>
        {content}
      </UnavailableButton>
    );
  return (
    <Button size="sm" aria-label={label} onClick={props.onFreeze}>
      {content}
    </Button>
  );
}
