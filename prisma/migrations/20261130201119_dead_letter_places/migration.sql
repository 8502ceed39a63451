-- DropIndex
DROP INDEX "dead_letters_source_source_event_id_stage_key";

-- CreateIndex
CREATE INDEX "dead_letters_source_source_event_id_correlation_id_idx" ON "dead_letters"("source", "source_event_id", "correlation_id");
