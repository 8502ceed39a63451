-- AlterTable
ALTER TABLE "match_events" ADD COLUMN     "state" JSON;
