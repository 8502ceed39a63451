-- CreateTable
CREATE TABLE "partner_grants" (
    "id" BIGSERIAL NOT NULL,
    "partner" VARCHAR(64) NOT NULL,
    "pattern" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" VARCHAR(254) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" VARCHAR(254),

    CONSTRAINT "partner_grants_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "partner_grants_partner_id_idx" ON "partner_grants"("partner", "id" DESC);

-- CreateIndex
CREATE INDEX "partner_grants_revoked_at_partner_idx" ON "partner_grants"("revoked_at", "partner");
