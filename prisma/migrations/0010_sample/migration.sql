-- What came with the studio is no longer made by code: it is a recorded round of the lab, a sample.
ALTER TABLE "model" RENAME COLUMN simulated TO is_sample;
ALTER TABLE "question_set" RENAME COLUMN simulated TO is_sample;
ALTER TABLE "rollout_run" RENAME COLUMN simulated TO is_sample;
ALTER TABLE "judging_run" RENAME COLUMN simulated TO is_sample;
ALTER TABLE "labelling_run" RENAME COLUMN simulated TO is_sample;
ALTER TABLE "training_run" RENAME COLUMN simulated TO is_sample;
