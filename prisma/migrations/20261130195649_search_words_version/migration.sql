-- AlterTable
ALTER TABLE "event_document_checkpoints" ADD COLUMN     "words_version" INTEGER NOT NULL DEFAULT 1;
