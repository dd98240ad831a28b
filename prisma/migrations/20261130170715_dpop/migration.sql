-- AlterEnum
ALTER TYPE "SessionStrategy" ADD VALUE 'dpop';
