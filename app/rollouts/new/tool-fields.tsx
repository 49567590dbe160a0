import { FormField } from "@/app/settings/form-field";
import { Checkbox } from "@/components/ui/checkbox";
import { NativeSelect } from "@/components/ui/input";
import { formatCount } from "@/domain/format";
import { ToolName } from "@/domain/rollout/settings";
import type { FieldsProps } from "./form";
import { type DraftProps, TextField } from "./text-field";

const TOOLS: Record<ToolName, string> = { search: "Search", calculator: "Calculator" };

/** Which tools the model may call, and where it searches. */
export function ToolFields(props: DraftProps & Pick<FieldsProps, "corpora">) {
  const { draft, errors, corpora, onChange, prefix = "rollout" } = props;
  const toggle = (tool: ToolName, isOn: boolean) =>
    onChange({
      tools: ToolName.options.filter((each) => (each === tool ? isOn : draft.tools.includes(each))),
      hasOwnTools: true,
    });
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium text-muted text-xs">Tools</legend>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {ToolName.options.map((tool) => (
          <label key={tool} htmlFor={`${prefix}-tool-${tool}`} className="inline-flex items-center gap-2">
            <Checkbox
              id={`${prefix}-tool-${tool}`}
              checked={draft.tools.includes(tool)}
              onCheckedChange={(checked) => toggle(tool, checked === true)}
            />
            {TOOLS[tool]}
          </label>
        ))}
        {draft.tools.length === 0 && <span className="text-faint text-xs">None: the model answers by itself.</span>}
      </div>
      {draft.tools.includes("search") && (
        <div className="grid gap-3 sm:grid-cols-[9rem_minmax(0,1fr)_9rem]">
          <FormField id={`${prefix}-searchIn`} label="Search in" hint="Your own, or a server.">
            {(control) => (
              <NativeSelect
                {...control}
                value={draft.searchIn}
                onChange={(event) =>
                  onChange({ searchIn: event.target.value === "retriever" ? "retriever" : "corpus" })
                }
              >
                <option value="corpus">a corpus</option>
                <option value="retriever">a retriever</option>
              </NativeSelect>
            )}
          </FormField>
          {draft.searchIn === "corpus" ? (
            <FormField
              id={`${prefix}-corpusId`}
              label="Corpus"
              hint="Imported passages, ranked by PostgreSQL."
              error={errors.corpusId}
            >
              {(control) => (
                <NativeSelect
                  {...control}
                  value={draft.corpusId}
                  onChange={(event) => onChange({ corpusId: event.target.value })}
                >
                  <option value="" disabled>
                    {corpora.length === 0 ? "None imported yet" : "Choose a corpus"}
                  </option>
                  {corpora.map((corpus) => (
                    <option key={corpus.id} value={corpus.id} disabled={corpus.passages === 0}>
                      {corpus.name} ({formatCount(corpus.passages, "passage")})
                    </option>
                  ))}
                </NativeSelect>
              )}
            </FormField>
          ) : (
            <TextField
              {...props}
              name="retrieverUrl"
              label="Address of the retriever"
              hint="It answers POST {queries, topk, return_scores}. Workers must reach it."
              placeholder="http://127.0.0.1:8000/retrieve"
            />
          )}
          <TextField {...props} name="topk" label="Passages" hint="A search returns." isNumber />
        </div>
      )}
    </fieldset>
  );
}
