import 'server-only'
import { Prisma } from './generated/client'

/** Did a row with the same unique value get there first? Prisma's P2002. */
const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'

/** Runs a write that somebody else may have done a moment before. @returns null when they had: nothing was written */
export async function unlessTaken<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}
