-- CreateTable
CREATE TABLE "api_keys" (
    "key_id" VARCHAR(16) NOT NULL,
    "owner" VARCHAR(128) NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" VARCHAR(32)[],
    "tier" VARCHAR(16) NOT NULL,
    "requests_per_minute" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" VARCHAR(128) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" VARCHAR(128),
    "replaced_by" VARCHAR(16),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("key_id")
);

-- CreateTable
CREATE TABLE "revocations" (
    "id" BIGSERIAL NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "subject" VARCHAR(128) NOT NULL,
    "reason" VARCHAR(200) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_by" VARCHAR(128) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "revocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed_sessions" (
    "session_id" UUID NOT NULL,
    "instance" VARCHAR(64) NOT NULL,
    "connection_id" VARCHAR(32) NOT NULL,
    "transport" VARCHAR(16) NOT NULL,
    "fan" VARCHAR(160) NOT NULL,
    "match_id" VARCHAR(64) NOT NULL,
    "lanes" "lane"[],
    "delay_seconds" SMALLINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "after_seq" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "end_epoch" INTEGER,
    "end_seq" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" VARCHAR(32),

    CONSTRAINT "feed_sessions_pkey" PRIMARY KEY ("session_id")
);

-- CreateTable
CREATE TABLE "feed_omissions" (
    "id" BIGSERIAL NOT NULL,
    "session_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "after_seq" INTEGER NOT NULL,
    "up_to_seq" INTEGER NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_omissions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "api_keys_owner_created_at_idx" ON "api_keys"("owner", "created_at" DESC);

-- CreateIndex
CREATE INDEX "revocations_kind_subject_idx" ON "revocations"("kind", "subject");

-- CreateIndex
CREATE INDEX "revocations_expires_at_idx" ON "revocations"("expires_at");

-- CreateIndex
CREATE INDEX "feed_sessions_fan_match_id_started_at_idx" ON "feed_sessions"("fan", "match_id", "started_at");

-- CreateIndex
CREATE INDEX "feed_sessions_connection_id_idx" ON "feed_sessions"("connection_id");

-- CreateIndex
CREATE INDEX "feed_sessions_match_id_started_at_idx" ON "feed_sessions"("match_id", "started_at");

-- CreateIndex
CREATE INDEX "feed_sessions_started_at_idx" ON "feed_sessions"("started_at");

-- CreateIndex
CREATE INDEX "feed_omissions_session_id_after_seq_idx" ON "feed_omissions"("session_id", "after_seq");
