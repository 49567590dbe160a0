/** Judging runs made here, templates, a person's rulings, and what flipped between two runs. */
import { z } from "zod";
import { PersonName, PersonRuling, RetractedRuling } from "@/domain/judging/person";
import { JudgingPlan, TemplateDraft } from "@/domain/judging/settings";
import { FlippedStepsRequest, listFlippedSteps } from "@/server/queries/judging/flipped-steps";
import { readFlips } from "@/server/queries/judging/flips";
import { listNoVerdicts, NoVerdictsRequest } from "@/server/queries/judging/no-verdicts";
import { findPersonRun } from "@/server/queries/judging/person-run";
import { readRatingsByPosition } from "@/server/queries/judging/summary";
import { PreviewJudging, previewJudging } from "@/server/services/judging/preview";
import { readJudgingRun } from "@/server/services/judging/read";
import { retractRuling, ruleStep } from "@/server/services/judging/rule-by-person";
import { startJudging } from "@/server/services/judging/start";
import { listTemplates, saveTemplate } from "@/server/services/judging/templates";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();
const ById = z.object({ id: Id });

export const judgingRouter = router({
  start: procedure.input(JudgingPlan).mutation(({ ctx, input }) => startJudging(ctx.db, input)),
  preview: procedure.input(PreviewJudging).query(({ ctx, input }) => previewJudging(ctx.db, input)),
  templates: router({
    list: procedure.query(({ ctx }) => listTemplates(ctx.db)),
    save: procedure.input(TemplateDraft).mutation(({ ctx, input }) => saveTemplate(ctx.db, input)),
  }),

  get: procedure.input(ById).query(({ ctx, input }) => readJudgingRun(ctx.db, input.id)),
  positions: procedure.input(ById).query(({ ctx, input }) => readRatingsByPosition(ctx.db.pool, input.id)),
  noVerdicts: procedure.input(NoVerdictsRequest).query(({ ctx, input }) => listNoVerdicts(ctx.db.pool, input)),

  flips: procedure.input(z.object({ a: Id, b: Id })).query(({ ctx, input }) => readFlips(ctx.db.pool, input)),
  flippedSteps: procedure.input(FlippedStepsRequest).query(({ ctx, input }) => listFlippedSteps(ctx.db.pool, input)),

  personRun: procedure
    .input(z.object({ person: PersonName }))
    .query(({ ctx, input }) => findPersonRun(ctx.db.pool, input.person)),
  ruleStep: procedure.input(PersonRuling).mutation(({ ctx, input }) => ruleStep(ctx.db, input)),
  retractRuling: procedure.input(RetractedRuling).mutation(({ ctx, input }) => retractRuling(ctx.db, input)),
});
