-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "lost" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_sum_check";
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_sum_check"
  CHECK ("accepted" = "stored" + "duplicate" + "revised" + "dead" + "superseded" + "shed" + "lost");
