import { Copy, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { Button, IconButton } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { type RunNames, ruleWords } from "@/domain/filtering/rule-words";
import { FreezeButton } from "../_freeze/freeze-button";
import { MOST_ARMS, type ReadArm } from "../_plan/draft";
import type { EditArms } from "./arms-table";

/** The head of an arm's column: its name, its rules in words, what is wrong with it, and what can be done with it. */
export function ArmHead(props: {
  arm: ReadArm;
  runNames: RunNames;
  /** Why it cannot be evaluated */
  problem: string | null;
  /** Why it cannot be frozen now */
  whyNotFrozen: string | null;
  /** How many there are */
  arms: number;
  edit: EditArms;
}) {
  const { arm, problem } = props;
  const name = arm.name === "" ? "no name" : arm.name;
  const words = arm.filter ? ruleWords(arm.filter, props.runNames) : [];
  const isWrong = Object.keys(arm.errors).length > 0;
  return (
    <th
      scope="col"
      aria-label={name}
      style={{ width: `${100 / (props.arms + 1)}%` }}
      className="min-w-36 border-line border-b px-2.5 pt-1 pb-2 text-right align-top font-normal last:pr-3"
    >
      <span className="flex flex-col items-end gap-1">
        <ModeBadge
          mode={arm.mode}
          className="h-auto max-w-full whitespace-normal py-0.5 text-left leading-4 [overflow-wrap:anywhere]"
          label={name}
        />
        <ArmActions {...props} name={name} />
        {words.length > 0 && <span className="text-muted text-xs">{words.join(" · ")}</span>}
        {isWrong && <span className="text-danger-ink text-xs">A field needs another look.</span>}
        {problem !== null && (
          <span role="alert" className="text-danger-ink text-xs">
            {problem}
          </span>
        )}
      </span>
    </th>
  );
}

/** What an arm offers. */
function ArmActions(props: { arm: ReadArm; name: string; whyNotFrozen: string | null; arms: number; edit: EditArms }) {
  const { arm, name, edit } = props;
  return (
    <span className="flex flex-wrap items-center justify-end gap-1">
      <FreezeButton arm={name} why={props.whyNotFrozen} onFreeze={() => edit.onFreeze(arm.key)} />
      <Button size="sm" aria-label={`Edit ${name}`} onClick={() => edit.onEdit(arm.key)}>
        <Pencil className="!size-3.5" aria-hidden />
        Edit
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton size="icon-sm" label={`More about ${name}`}>
            <Ellipsis aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem disabled={props.arms >= MOST_ARMS} onSelect={() => edit.onDuplicate(arm.key)}>
            <Copy aria-hidden />
            Duplicate
          </DropdownMenuItem>
          <DropdownMenuItem disabled={props.arms === 1} onSelect={() => edit.onRemove(arm.key)}>
            <Trash2 aria-hidden />
            Remove
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </span>
  );
}
