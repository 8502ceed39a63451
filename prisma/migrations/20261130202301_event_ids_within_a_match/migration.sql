-- Contracts what event_versions expanded: deploy the processors that know versions before it. An id is unique within
-- its match, by source and provider (match_events_identity_key).
-- DropIndex
DROP INDEX "match_events_source_source_event_id_key";
