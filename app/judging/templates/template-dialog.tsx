"use client";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { type Template, TemplateEditor } from "./template-editor";

/** Edits a template in a dialog; `template` null is closed. */
export function TemplateDialog(props: {
  template: Template | null;
  templates: readonly Template[];
  onSaved: (template: Template) => void;
  onClose: () => void;
}) {
  return (
    <Dialog open={props.template !== null} onOpenChange={(open) => !open && props.onClose()}>
      {props.template && (
        <DialogContent
          isForm
          title="Edit the judge's prompt"
          description="A version never changes: a judging run keeps the one it used."
          className="top-[5vh] max-h-[90vh] w-[min(860px,calc(100vw-24px))]"
        >
          <TemplateEditor
            template={props.template}
            newest={newestVersions(props.templates)}
            onSaved={props.onSaved}
            onCancel={props.onClose}
          />
        </DialogContent>
      )}
    </Dialog>
  );
}

function newestVersions(templates: readonly Template[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { name, version } of templates) newest.set(name, Math.max(version, newest.get(name) ?? 0));
  return newest;
}
