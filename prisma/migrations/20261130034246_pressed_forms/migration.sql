-- CreateTable
CREATE TABLE "PressedForm" (
    "key" TEXT NOT NULL,
    "answer" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PressedForm_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "PressedForm_expiresAt_idx" ON "PressedForm"("expiresAt");
