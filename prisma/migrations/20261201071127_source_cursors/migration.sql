-- CreateTable
CREATE TABLE "source_cursors" (
    "source" VARCHAR(128) NOT NULL,
    "cursor" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_cursors_pkey" PRIMARY KEY ("source")
);
