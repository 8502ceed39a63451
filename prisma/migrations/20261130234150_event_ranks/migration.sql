-- AlterTable
ALTER TABLE "match_events" ADD COLUMN     "clock_skew_ms" INTEGER,
ADD COLUMN     "revision_nanos" INTEGER;

-- CreateTable
CREATE TABLE "event_ranks" (
    "match_id" VARCHAR(64) NOT NULL,
    "seq" INTEGER NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "told_index" INTEGER NOT NULL,

    CONSTRAINT "event_ranks_pkey" PRIMARY KEY ("match_id","seq")
);
