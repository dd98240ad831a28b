-- CreateTable
CREATE TABLE "ProviderFlow" (
    "stateHash" TEXT NOT NULL,
    "browserHash" TEXT NOT NULL,
    "strategy" "SessionStrategy" NOT NULL,
    "provider" TEXT NOT NULL,
    "intent" TEXT NOT NULL,
    "callbackUrl" TEXT NOT NULL,
    "plain" BOOLEAN NOT NULL,
    "userId" UUID,
    "checks" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "spentAt" TIMESTAMPTZ(3),
    "identity" TEXT,

    CONSTRAINT "ProviderFlow_pkey" PRIMARY KEY ("stateHash")
);

-- CreateIndex
CREATE INDEX "ProviderFlow_browserHash_createdAt_idx" ON "ProviderFlow"("browserHash", "createdAt");

-- CreateIndex
CREATE INDEX "ProviderFlow_userId_idx" ON "ProviderFlow"("userId");

-- CreateIndex
CREATE INDEX "ProviderFlow_expiresAt_idx" ON "ProviderFlow"("expiresAt");

-- AddForeignKey
ALTER TABLE "ProviderFlow" ADD CONSTRAINT "ProviderFlow_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
