-- CreateEnum
CREATE TYPE "disposition" AS ENUM ('poison', 'systemic', 'stale');

-- CreateEnum
CREATE TYPE "letter_state" AS ENUM ('dead', 'replaying', 'recovered', 'superseded', 'dead_again', 'discarded', 'expired');

-- CreateEnum
CREATE TYPE "replay_mode" AS ENUM ('dry_run', 'live');

-- CreateEnum
CREATE TYPE "replay_state" AS ENUM ('pending', 'running', 'finished', 'stopped', 'aborted');

-- CreateEnum
CREATE TYPE "replay_outcome" AS ENUM ('recovered', 'superseded', 'dead_again', 'skipped', 'would_recover', 'would_be_superseded', 'would_fail');

-- DropIndex
DROP INDEX "dead_letters_failed_at_idx";

-- AlterTable
ALTER TABLE "dead_letters" RENAME COLUMN "failed_at" TO "last_failed_at";
ALTER TABLE "dead_letters"
ADD COLUMN     "build" VARCHAR(64) NOT NULL DEFAULT '',
ADD COLUMN     "deaths" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "disposition" "disposition" NOT NULL DEFAULT 'poison',
ADD COLUMN     "effects" VARCHAR(32)[],
ADD COLUMN     "event_type" VARCHAR(32) NOT NULL DEFAULT '',
ADD COLUMN     "evidence" VARCHAR(500) NOT NULL DEFAULT '',
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "fingerprint" VARCHAR(32) NOT NULL DEFAULT '',
ADD COLUMN     "fingerprint_version" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "first_failed_at" TIMESTAMPTZ(3),
ADD COLUMN     "note" VARCHAR(500),
ADD COLUMN     "published_at" TIMESTAMPTZ(3),
ADD COLUMN     "reprocess_at" TIMESTAMPTZ(3),
ADD COLUMN     "reprocessings" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "schema_version" VARCHAR(64) NOT NULL DEFAULT '',
ADD COLUMN     "settled_at" TIMESTAMPTZ(3),
ADD COLUMN     "settled_by" VARCHAR(128),
ADD COLUMN     "shape" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "state" "letter_state" NOT NULL DEFAULT 'dead',
ADD COLUMN     "traceparent" VARCHAR(64) NOT NULL DEFAULT '',
ADD COLUMN     "warned_hours" SMALLINT;
UPDATE "dead_letters" SET "first_failed_at" = "last_failed_at", "expires_at" = "last_failed_at" + interval '7 days';
ALTER TABLE "dead_letters"
ALTER COLUMN "first_failed_at" SET NOT NULL,
ALTER COLUMN "expires_at" SET NOT NULL,
ALTER COLUMN "build" DROP DEFAULT,
ALTER COLUMN "disposition" DROP DEFAULT,
ALTER COLUMN "evidence" DROP DEFAULT,
ALTER COLUMN "fingerprint" DROP DEFAULT,
ALTER COLUMN "fingerprint_version" DROP DEFAULT,
ALTER COLUMN "schema_version" DROP DEFAULT,
ALTER COLUMN "shape" DROP DEFAULT,
ALTER COLUMN "traceparent" DROP DEFAULT;

-- CreateTable
CREATE TABLE "replays" (
    "id" BIGSERIAL NOT NULL,
    "mode" "replay_mode" NOT NULL,
    "state" "replay_state" NOT NULL DEFAULT 'pending',
    "query" JSONB NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "requested_by" VARCHAR(128) NOT NULL,
    "rate_per_second" INTEGER NOT NULL,
    "canary" BOOLEAN NOT NULL,
    "canary_step" SMALLINT NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "stop_reason" VARCHAR(500),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "replays_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replay_items" (
    "replay_id" BIGINT NOT NULL,
    "dead_letter_id" BIGINT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "edited" BYTEA,
    "new_source_event_id" VARCHAR(128),
    "sent_at" TIMESTAMPTZ(3),
    "outcome" "replay_outcome",
    "settled_at" TIMESTAMPTZ(3),
    "seq" INTEGER,
    "fingerprint" VARCHAR(32),
    "error_code" VARCHAR(64),
    "message" VARCHAR(2000),

    CONSTRAINT "replay_items_pkey" PRIMARY KEY ("replay_id","dead_letter_id")
);

-- CreateTable
CREATE TABLE "parked_matches" (
    "match_id" VARCHAR(64) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "error_code" VARCHAR(64) NOT NULL,
    "error_message" VARCHAR(2000) NOT NULL,
    "parked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_tried_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "parked_matches_pkey" PRIMARY KEY ("match_id")
);

-- CreateTable
CREATE TABLE "parked_records" (
    "id" BIGSERIAL NOT NULL,
    "match_id" VARCHAR(64) NOT NULL,
    "topic" VARCHAR(64) NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "appended_at" TIMESTAMPTZ(3) NOT NULL,
    "key" VARCHAR(200) NOT NULL,
    "headers" JSONB NOT NULL,
    "raw" BYTEA NOT NULL,

    CONSTRAINT "parked_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deferred_ranges" (
    "id" BIGSERIAL NOT NULL,
    "consumer_group" VARCHAR(64) NOT NULL,
    "topic" VARCHAR(64) NOT NULL,
    "partition" INTEGER NOT NULL,
    "first_offset" BIGINT NOT NULL,
    "last_offset" BIGINT NOT NULL,
    "next_offset" BIGINT NOT NULL,
    "lanes" "lane"[],
    "counts" JSONB NOT NULL,
    "records" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deferred_ranges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "controls" (
    "name" VARCHAR(64) NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" VARCHAR(128) NOT NULL,

    CONSTRAINT "controls_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "relay_watermarks" (
    "match_id" VARCHAR(64) NOT NULL,
    "epoch" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relay_watermarks_pkey" PRIMARY KEY ("match_id")
);

-- CreateTable
CREATE TABLE "gateway_watermarks" (
    "instance" VARCHAR(64) NOT NULL,
    "match_id" VARCHAR(64) NOT NULL,
    "epoch" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "sockets" INTEGER NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gateway_watermarks_pkey" PRIMARY KEY ("instance","match_id")
);

-- CreateTable
CREATE TABLE "reconciliation_reports" (
    "id" BIGSERIAL NOT NULL,
    "kind" VARCHAR(32) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "findings" JSONB NOT NULL,
    "totals" JSONB NOT NULL,

    CONSTRAINT "reconciliation_reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "match_windows" (
    "match_id" VARCHAR(64) NOT NULL,
    "source" VARCHAR(16) NOT NULL,
    "size_seconds" SMALLINT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "events" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "normal" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "by_type" JSONB NOT NULL,
    "latency" INTEGER[],
    "passes_home" INTEGER NOT NULL,
    "passes_away" INTEGER NOT NULL,
    "shots_home" INTEGER NOT NULL,
    "shots_away" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,

    CONSTRAINT "match_windows_pkey" PRIMARY KEY ("match_id","size_seconds","source","starts_at")
);

-- CreateTable
CREATE TABLE "aggregate_checkpoints" (
    "match_id" VARCHAR(64) NOT NULL,
    "epoch" INTEGER NOT NULL,
    "next_seq" INTEGER NOT NULL,
    "newest_at" TIMESTAMPTZ(3),
    "too_late" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "aggregate_checkpoints_pkey" PRIMARY KEY ("match_id")
);

-- CreateIndex
CREATE INDEX "replays_state_id_idx" ON "replays"("state", "id");

-- CreateIndex
CREATE INDEX "replay_items_dead_letter_id_idx" ON "replay_items"("dead_letter_id");

-- CreateIndex
CREATE UNIQUE INDEX "replay_items_replay_id_ordinal_key" ON "replay_items"("replay_id", "ordinal");

-- CreateIndex
CREATE INDEX "parked_matches_due_at_idx" ON "parked_matches"("due_at");

-- CreateIndex
CREATE INDEX "parked_records_match_id_id_idx" ON "parked_records"("match_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "parked_records_topic_partition_offset_key" ON "parked_records"("topic", "partition", "offset");

-- CreateIndex
CREATE INDEX "deferred_ranges_topic_partition_id_idx" ON "deferred_ranges"("topic", "partition", "id");

-- CreateIndex
CREATE INDEX "gateway_watermarks_match_id_idx" ON "gateway_watermarks"("match_id");

-- CreateIndex
CREATE INDEX "gateway_watermarks_reported_at_idx" ON "gateway_watermarks"("reported_at");

-- CreateIndex
CREATE INDEX "reconciliation_reports_kind_at_idx" ON "reconciliation_reports"("kind", "at" DESC);

-- CreateIndex
CREATE INDEX "dead_letters_last_failed_at_id_idx" ON "dead_letters"("last_failed_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "dead_letters_fingerprint_state_idx" ON "dead_letters"("fingerprint", "state");

-- CreateIndex
CREATE INDEX "dead_letters_match_id_id_idx" ON "dead_letters"("match_id", "id");

-- CreateIndex
CREATE INDEX "dead_letters_state_reprocess_at_idx" ON "dead_letters"("state", "reprocess_at");

-- CreateIndex
CREATE INDEX "dead_letters_state_expires_at_idx" ON "dead_letters"("state", "expires_at");

-- CreateIndex
CREATE INDEX "dead_letters_published_at_id_idx" ON "dead_letters"("published_at", "id");

-- AddForeignKey
ALTER TABLE "replay_items" ADD CONSTRAINT "replay_items_replay_id_fkey" FOREIGN KEY ("replay_id") REFERENCES "replays"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parked_records" ADD CONSTRAINT "parked_records_match_id_fkey" FOREIGN KEY ("match_id") REFERENCES "parked_matches"("match_id") ON DELETE RESTRICT ON UPDATE CASCADE;
