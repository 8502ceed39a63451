-- AlterTable
ALTER TABLE "matches" ADD COLUMN     "memory" JSONB;

-- AlterTable
ALTER TABLE "match_events" ADD COLUMN     "clock_told" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "is_backup" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "provider" VARCHAR(64) NOT NULL DEFAULT '',
ADD COLUMN     "revises_fact" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "revision" BIGINT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "revised" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "global_event_ids" (
    "source" "source" NOT NULL,
    "provider" VARCHAR(64) NOT NULL,
    "source_event_id" VARCHAR(128) NOT NULL,
    "match_id" VARCHAR(64) NOT NULL,

    CONSTRAINT "global_event_ids_pkey" PRIMARY KEY ("source","provider","source_event_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "match_events_identity_key" ON "match_events"("source_event_id", "match_id", "source", "provider", "version");

-- The facts that a match's state follows from, among the many events that are none.
CREATE INDEX "match_events_facts_idx" ON "match_events"("match_id", "seq")
  WHERE "revises_fact" OR "type" IN ('match-scheduled', 'period-started', 'period-ended', 'match-ended', 'status-changed',
    'goal-scored', 'score-corrected', 'card-shown', 'shot-taken', 'primary-provider-changed');

ALTER TABLE "accounts" DROP CONSTRAINT "accounts_sum_check";
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_sum_check"
  CHECK ("accepted" = "stored" + "duplicate" + "revised" + "dead" + "superseded" + "shed");
