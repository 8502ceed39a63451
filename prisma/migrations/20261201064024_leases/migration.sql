-- CreateTable
CREATE TABLE "leases" (
    "name" VARCHAR(128) NOT NULL,
    "holder" VARCHAR(64) NOT NULL,
    "token" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);
