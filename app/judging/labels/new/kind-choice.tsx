import { RadioCards } from "@/components/ui/radio-cards";
import type { Values } from "./values";

const KINDS = [
  { value: "metric", name: "An official metric", says: "No endpoint needed" },
  { value: "model", name: "A model", says: "Compares free text" },
] as const;

export function KindChoice(props: { kind: Values["kind"]; onChoose: (kind: Values["kind"]) => void }) {
  return <RadioCards label="Labeller" cards={KINDS} value={props.kind} onChoose={props.onChoose} />;
}
