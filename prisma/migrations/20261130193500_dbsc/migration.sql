-- AlterEnum
ALTER TYPE "SessionStrategy" ADD VALUE 'dbsc' BEFORE 'bearer';
