/** Reviews: samples that people rule on, who gets which item, and what stands in the end. */
import { z } from "zod";
import { NewReview, ReviewDraft } from "@/domain/review/plan";
import { ItemRuling, ReviewerName } from "@/domain/review/ruling";
import { CasesRequest } from "@/server/queries/review/cases";
import { readOpenReviews } from "@/server/queries/review/open";
import { listReviews } from "@/server/queries/review/progress";
import { Decision, decide, Undecision, undecide } from "@/server/services/review/adjudicate";
import { AuditRequest, auditReview } from "@/server/services/review/audit";
import { createReview } from "@/server/services/review/create";
import { previewReview } from "@/server/services/review/draw";
import { NextRequest, nextItems } from "@/server/services/review/next";
import { readReview, readReviewCases, readReviewItem, removeReview } from "@/server/services/review/read";
import { ReleaseRequest, releaseItems } from "@/server/services/review/release";
import { ruleOnItem } from "@/server/services/review/rule";
import { takeOverAgreed } from "@/server/services/review/take-over";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();
const ById = z.object({ id: Id });

export const reviewRouter = router({
  list: procedure.query(({ ctx }) => listReviews(ctx.db.pool)),
  /** Those with something left to rule on */
  open: procedure
    .input(z.object({ limit: z.int().min(1).max(50).default(5) }))
    .query(({ ctx, input }) => readOpenReviews(ctx.db.pool, input.limit)),
  get: procedure.input(ById).query(({ ctx, input }) => readReview(ctx.db, input.id)),
  preview: procedure.input(ReviewDraft).query(({ ctx, input }) => previewReview(ctx.db, input)),
  create: procedure.input(NewReview).mutation(({ ctx, input }) => createReview(ctx.db, input)),
  remove: procedure.input(ById).mutation(({ ctx, input }) => removeReview(ctx.db, input.id)),

  /** Reserves items: what it answers is the person's for a while */
  next: procedure.input(NextRequest).mutation(({ ctx, input }) => nextItems(ctx.db, input)),
  /** Frees them again: sent when the page that asked for them goes away */
  release: procedure.input(ReleaseRequest).mutation(({ ctx, input }) => releaseItems(ctx.db, input)),
  /** One item as it was before the person ruled on it */
  item: procedure
    .input(z.object({ review: Id, idx: z.int32().nonnegative(), person: ReviewerName }))
    .query(({ ctx, input }) => readReviewItem(ctx.db, input)),
  rule: procedure.input(ItemRuling).mutation(({ ctx, input }) => ruleOnItem(ctx.db, input)),

  /** What the filter modes let through, estimated for the whole pool */
  audit: procedure.input(AuditRequest).query(({ ctx, input }) => auditReview(ctx.db, input)),
  cases: procedure.input(CasesRequest).query(({ ctx, input }) => readReviewCases(ctx.db, input)),
  decide: procedure.input(Decision).mutation(({ ctx, input }) => decide(ctx.db, input)),
  undecide: procedure.input(Undecision).mutation(({ ctx, input }) => undecide(ctx.db, input)),
  takeOverAgreed: procedure.input(z.object({ review: Id })).mutation(({ ctx, input }) => takeOverAgreed(ctx.db, input)),
});
