"use client";
import { Button, type ButtonProps } from "./button";
import { useToast } from "./toast";
import { Tooltip } from "./tooltip";

/** A button that cannot do its work now: it says why on hover and focus, and when it is pressed all the same. */
export function UnavailableButton({ why, ...button }: Omit<ButtonProps, "onClick" | "asChild"> & { why: string }) {
  const toast = useToast();
  return (
    <Tooltip content={why}>
      <Button {...button} aria-disabled onClick={() => toast({ title: why })} />
    </Tooltip>
  );
}
