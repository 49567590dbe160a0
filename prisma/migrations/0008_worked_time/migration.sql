-- Seconds that a run was running for, up to its last change of status: what its mean rate is taken over.
ALTER TABLE "run_state" ADD COLUMN "worked_s" DOUBLE PRECISION NOT NULL DEFAULT 0;
