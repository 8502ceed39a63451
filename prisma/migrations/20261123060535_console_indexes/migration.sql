-- Text anywhere in a message is found by its trigrams. A trusted extension: the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- DropIndex
DROP INDEX "dead_letters_last_failed_at_id_idx";

-- DropIndex
DROP INDEX "dead_letters_fingerprint_state_idx";

-- CreateIndex
CREATE INDEX "dead_letters_browse_idx" ON "dead_letters"("last_failed_at" DESC, "id" DESC, "fingerprint", "state", "disposition", "stage", "error_code", "origin_topic", "source", "event_type", "match_id", "build", "first_failed_at");

-- CreateIndex
CREATE INDEX "dead_letters_fingerprint_last_failed_at_idx" ON "dead_letters"("fingerprint", "last_failed_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "dead_letters_error_message_idx" ON "dead_letters" USING GIN ("error_message" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "dead_letters_shape_idx" ON "dead_letters" USING GIN ("shape");
