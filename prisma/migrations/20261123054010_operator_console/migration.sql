-- CreateEnum
CREATE TYPE "group_state" AS ENUM ('unresolved', 'resolved', 'ignored');

-- CreateEnum
CREATE TYPE "consumer_reset_state" AS ENUM ('pending', 'done', 'failed');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "replay_state" ADD VALUE 'awaiting_approval';
ALTER TYPE "replay_state" ADD VALUE 'declined';

-- AlterTable
ALTER TABLE "match_events" ADD COLUMN     "origin_offset" BIGINT,
ADD COLUMN     "origin_partition" INTEGER,
ADD COLUMN     "origin_topic" VARCHAR(64);

-- AlterTable
ALTER TABLE "checkpoints" ADD COLUMN     "accounted_to" BIGINT;

-- AlterTable
ALTER TABLE "replays" ADD COLUMN     "decided_at" TIMESTAMPTZ(3),
ADD COLUMN     "decided_by" VARCHAR(128);

-- CreateTable
CREATE TABLE "users" (
    "id" VARCHAR(64) NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" VARCHAR(16) NOT NULL DEFAULT 'fan',
    "tier" VARCHAR(16) NOT NULL DEFAULT 'free',
    "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" VARCHAR(64) NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" VARCHAR(64) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_accounts" (
    "id" VARCHAR(64) NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" VARCHAR(64) NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" VARCHAR(64) NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "two_factors" (
    "id" VARCHAR(64) NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "user_id" VARCHAR(64) NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failed_verification_count" INTEGER DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "two_factors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jwks" (
    "id" VARCHAR(64) NOT NULL,
    "public_key" TEXT NOT NULL,
    "private_key" TEXT NOT NULL,
    "alg" TEXT,
    "crv" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "jwks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "id" VARCHAR(64) NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" VARCHAR(64) NOT NULL,
    "actor_name" VARCHAR(254) NOT NULL,
    "actor_role" VARCHAR(16) NOT NULL,
    "via" VARCHAR(16) NOT NULL,
    "action" VARCHAR(64) NOT NULL,
    "subject_kind" VARCHAR(32) NOT NULL,
    "subject_id" VARCHAR(160) NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "details" JSON NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_groups" (
    "fingerprint" VARCHAR(32) NOT NULL,
    "state" "group_state" NOT NULL DEFAULT 'unresolved',
    "ignored_until" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_build" VARCHAR(64),
    "owner" VARCHAR(254),
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" VARCHAR(254) NOT NULL,

    CONSTRAINT "letter_groups_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "letter_group_notes" (
    "id" BIGSERIAL NOT NULL,
    "fingerprint" VARCHAR(32) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by" VARCHAR(254) NOT NULL,
    "text" VARCHAR(2000) NOT NULL,

    CONSTRAINT "letter_group_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reveals" (
    "id" BIGSERIAL NOT NULL,
    "user_id" VARCHAR(64) NOT NULL,
    "subject_kind" VARCHAR(32) NOT NULL,
    "subject_id" VARCHAR(160) NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reveals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "id" BIGSERIAL NOT NULL,
    "user_id" VARCHAR(64) NOT NULL,
    "page" VARCHAR(64) NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "query" VARCHAR(2000) NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consumer_controls" (
    "consumer" VARCHAR(64) NOT NULL,
    "topic" VARCHAR(64) NOT NULL,
    "paused_until" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "reason" VARCHAR(500) NOT NULL DEFAULT '',
    "changed_by" VARCHAR(254) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consumer_controls_pkey" PRIMARY KEY ("consumer","topic")
);

-- CreateTable
CREATE TABLE "consumer_resets" (
    "id" BIGSERIAL NOT NULL,
    "consumer" VARCHAR(64) NOT NULL,
    "topic" VARCHAR(64) NOT NULL,
    "target" JSONB NOT NULL,
    "state" "consumer_reset_state" NOT NULL DEFAULT 'pending',
    "result" JSONB,
    "reason" VARCHAR(500) NOT NULL,
    "requested_by" VARCHAR(254) NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "consumer_resets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline_minutes" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "view" JSONB NOT NULL,

    CONSTRAINT "pipeline_minutes_pkey" PRIMARY KEY ("at")
);

-- CreateTable
CREATE TABLE "corrections" (
    "id" BIGSERIAL NOT NULL,
    "match_id" VARCHAR(64) NOT NULL,
    "type" VARCHAR(32) NOT NULL,
    "source_event_id" VARCHAR(128) NOT NULL,
    "event" JSONB NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "requested_by" VARCHAR(254) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "corrections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_documents" (
    "match_id" VARCHAR(64) NOT NULL,
    "seq" INTEGER NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "source" "source" NOT NULL,
    "type" VARCHAR(32) NOT NULL,
    "lane" "lane" NOT NULL,
    "source_event_id" VARCHAR(128) NOT NULL,
    "correlation_id" VARCHAR(64) NOT NULL,
    "document" tsvector NOT NULL,

    CONSTRAINT "event_documents_pkey" PRIMARY KEY ("match_id","seq")
);

-- CreateTable
CREATE TABLE "event_document_checkpoints" (
    "match_id" VARCHAR(64) NOT NULL,
    "epoch" INTEGER NOT NULL,
    "next_seq" INTEGER NOT NULL,

    CONSTRAINT "event_document_checkpoints_pkey" PRIMARY KEY ("match_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_role_email_idx" ON "users"("role", "email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "auth_accounts_user_id_idx" ON "auth_accounts"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_accounts_provider_id_account_id_key" ON "auth_accounts"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE INDEX "verifications_expires_at_idx" ON "verifications"("expires_at");

-- CreateIndex
CREATE INDEX "two_factors_user_id_idx" ON "two_factors"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limits_key_key" ON "rate_limits"("key");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- CreateIndex
CREATE INDEX "audit_entries_actor_name_id_idx" ON "audit_entries"("actor_name", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_action_id_idx" ON "audit_entries"("action", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_subject_kind_subject_id_id_idx" ON "audit_entries"("subject_kind", "subject_id", "id" DESC);

-- CreateIndex
CREATE INDEX "letter_groups_state_idx" ON "letter_groups"("state");

-- CreateIndex
CREATE INDEX "letter_group_notes_fingerprint_id_idx" ON "letter_group_notes"("fingerprint", "id" DESC);

-- CreateIndex
CREATE INDEX "reveals_user_id_subject_kind_subject_id_expires_at_idx" ON "reveals"("user_id", "subject_kind", "subject_id", "expires_at" DESC);

-- CreateIndex
CREATE INDEX "saved_views_page_shared_idx" ON "saved_views"("page", "shared");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_user_id_page_name_key" ON "saved_views"("user_id", "page", "name");

-- CreateIndex
CREATE INDEX "consumer_resets_state_id_idx" ON "consumer_resets"("state", "id");

-- CreateIndex
CREATE INDEX "consumer_resets_consumer_topic_id_idx" ON "consumer_resets"("consumer", "topic", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "corrections_source_event_id_key" ON "corrections"("source_event_id");

-- CreateIndex
CREATE INDEX "corrections_match_id_id_idx" ON "corrections"("match_id", "id" DESC);

-- CreateIndex
CREATE INDEX "corrections_sent_at_id_idx" ON "corrections"("sent_at", "id");

-- CreateIndex
CREATE INDEX "event_documents_document_idx" ON "event_documents" USING GIN ("document");

-- CreateIndex
CREATE INDEX "event_documents_occurred_at_match_id_seq_idx" ON "event_documents"("occurred_at" DESC, "match_id", "seq");

-- CreateIndex
CREATE INDEX "event_documents_correlation_id_idx" ON "event_documents"("correlation_id");

-- CreateIndex
CREATE INDEX "event_documents_source_event_id_idx" ON "event_documents"("source_event_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_accounts" ADD CONSTRAINT "auth_accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The audit is append-only: whoever may write to the database by the usual ways can't change what it says.
-- The migration engine splits scripts at semicolons. In the function's text they are written as \073.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION \'audit entries are never changed or removed\' USING ERRCODE = \'restrict_violation\'\073 END\073';
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "audit_entries_never_emptied" BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
