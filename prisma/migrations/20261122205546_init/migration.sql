-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "source" AS ENUM ('sensor', 'broadcast', 'social');

-- CreateEnum
CREATE TYPE "lane" AS ENUM ('critical', 'normal', 'low');

-- CreateTable
CREATE TABLE "matches" (
    "match_id" VARCHAR(64) NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "status" VARCHAR(16) NOT NULL DEFAULT 'scheduled',
    "state" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "matches_pkey" PRIMARY KEY ("match_id")
);

-- CreateTable
CREATE TABLE "match_events" (
    "match_id" VARCHAR(64) NOT NULL,
    "seq" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "source" "source" NOT NULL,
    "source_event_id" VARCHAR(128) NOT NULL,
    "type" VARCHAR(32) NOT NULL,
    "lane" "lane" NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL,
    "period" SMALLINT NOT NULL,
    "clock_seconds" REAL NOT NULL,
    "score_home" SMALLINT NOT NULL,
    "score_away" SMALLINT NOT NULL,
    "correlation_id" VARCHAR(64) NOT NULL,
    "payload" JSON NOT NULL,

    CONSTRAINT "match_events_pkey" PRIMARY KEY ("match_id","seq")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "shard" SMALLINT NOT NULL,
    "match_id" VARCHAR(64) NOT NULL,
    "epoch" INTEGER NOT NULL,
    "first_seq" INTEGER NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkpoints" (
    "consumer_group" VARCHAR(64) NOT NULL,
    "topic" VARCHAR(64) NOT NULL,
    "partition" INTEGER NOT NULL,
    "next_offset" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checkpoints_pkey" PRIMARY KEY ("consumer_group","topic","partition")
);

-- CreateTable
CREATE TABLE "accounts" (
    "topic" VARCHAR(64) NOT NULL,
    "match_id" VARCHAR(64) NOT NULL,
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "stored" BIGINT NOT NULL DEFAULT 0,
    "duplicate" BIGINT NOT NULL DEFAULT 0,
    "dead" BIGINT NOT NULL DEFAULT 0,
    "superseded" BIGINT NOT NULL DEFAULT 0,
    "shed" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("topic","match_id")
);

-- CreateTable
CREATE TABLE "dead_letters" (
    "id" BIGSERIAL NOT NULL,
    "source" "source" NOT NULL,
    "source_event_id" VARCHAR(128) NOT NULL,
    "provider" VARCHAR(64) NOT NULL,
    "match_id" VARCHAR(64) NOT NULL,
    "origin_topic" VARCHAR(64) NOT NULL,
    "origin_partition" INTEGER NOT NULL,
    "origin_offset" BIGINT NOT NULL,
    "origin_at" TIMESTAMPTZ(3) NOT NULL,
    "consumer_group" VARCHAR(64) NOT NULL,
    "stage" VARCHAR(32) NOT NULL,
    "error_code" VARCHAR(64) NOT NULL,
    "error_message" VARCHAR(2000) NOT NULL,
    "attempts" INTEGER NOT NULL,
    "headers" JSONB NOT NULL,
    "raw" BYTEA NOT NULL,
    "correlation_id" VARCHAR(64) NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_reports" (
    "stage" VARCHAR(32) NOT NULL,
    "instance" VARCHAR(64) NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,
    "rates" JSONB NOT NULL,
    "gauges" JSONB NOT NULL,

    CONSTRAINT "stage_reports_pkey" PRIMARY KEY ("stage","instance")
);

-- CreateIndex
CREATE INDEX "matches_created_at_idx" ON "matches"("created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "match_events_source_source_event_id_key" ON "match_events"("source", "source_event_id");

-- CreateIndex
CREATE INDEX "outbox_shard_id_idx" ON "outbox"("shard", "id");

-- CreateIndex
CREATE INDEX "dead_letters_failed_at_idx" ON "dead_letters"("failed_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "dead_letters_origin_topic_origin_partition_origin_offset_key" ON "dead_letters"("origin_topic", "origin_partition", "origin_offset");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letters_source_source_event_id_stage_key" ON "dead_letters"("source", "source_event_id", "stage");

-- CreateIndex
CREATE INDEX "stage_reports_reported_at_idx" ON "stage_reports"("reported_at");

-- What Prisma's schema can't say.

-- State changes with every batch: room on the page keeps those updates off the indexes (HOT).
ALTER TABLE "matches" SET (fillfactor = 50);
ALTER TABLE "accounts" SET (fillfactor = 50);
ALTER TABLE "checkpoints" SET (fillfactor = 50);

-- Rows live for milliseconds: vacuum by count, not by share.
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

ALTER TABLE "matches" ADD CONSTRAINT "matches_last_seq_check" CHECK ("last_seq" >= 0 AND "epoch" >= 1);
ALTER TABLE "match_events" ADD CONSTRAINT "match_events_seq_check" CHECK ("seq" >= 1);
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_range_check" CHECK ("first_seq" >= 1 AND "last_seq" >= "first_seq");
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_sum_check"
  CHECK ("accepted" = "stored" + "duplicate" + "dead" + "superseded" + "shed");
