/** How far two judging runs agree. */
import { AgreementRequest, readAgreement } from "@/server/services/agreement/read";
import { procedure, router } from "./trpc";

export const agreementRouter = router({
  read: procedure.input(AgreementRequest).query(({ ctx, input }) => readAgreement(ctx.db, input)),
});
