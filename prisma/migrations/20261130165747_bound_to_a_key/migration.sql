-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "keyThumbprint" TEXT;
