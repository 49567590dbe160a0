import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const button = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium text-sm transition-colors disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "border-line-strong bg-panel text-ink hover:bg-hover",
        ghost: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink",
        danger: "border-transparent bg-danger text-on-accent hover:brightness-90",
      },
      size: { sm: "h-7 px-2", md: "h-8 px-3", icon: "size-8", "icon-sm": "size-6" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> & VariantProps<typeof button> & { asChild?: boolean };

/** A button; with `asChild` its look on a link. One primary button a view. */
export function Button({ variant, size, asChild = false, className, type, ...props }: ButtonProps) {
  const classes = cn(button({ variant, size }), className);
  return asChild ? (
    <Slot.Root className={classes} {...props} />
  ) : (
    <button type={type ?? "button"} className={classes} {...props} />
  );
}

/** A button that shows only an icon; `label` is its name. */
export function IconButton({ label, size = "icon", variant = "ghost", ...props }: ButtonProps & { label: string }) {
  return <Button aria-label={label} title={label} size={size} variant={variant} {...props} />;
}
