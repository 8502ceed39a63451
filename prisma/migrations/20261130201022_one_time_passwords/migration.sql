-- AlterTable
ALTER TABLE "users" ADD COLUMN     "one_time_password_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "one_time_password_used_at" TIMESTAMPTZ(3);
