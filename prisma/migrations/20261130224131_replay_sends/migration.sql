-- AlterTable
ALTER TABLE "replay_items" ADD COLUMN     "send_again_at" TIMESTAMPTZ(3),
ADD COLUMN     "sends" SMALLINT NOT NULL DEFAULT 0;
