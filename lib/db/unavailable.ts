import 'server-only'

/** SQLSTATE classes that speak of the server's health, not of our statement: connection, resources, operator, system, read-only. */
const unhealthy = /^(08|53|55|57|58|XX)|^25006$/

/** Prisma's codes for the same: unreachable, timed out, closed, pool exhausted, transaction lost. */
const prismaUnhealthy = /^P(1\d{3}|2024|2028|2034|2037)$/

const socketFault = /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|EAI_)/
const wordless = /terminat|timeout|timed out|connection (error|closed)|not queryable/i

/**
 * Does this error mean "the database could not answer" (503), rather than "we asked it nonsense" (500)?
 * Looks at the error and its causes: drivers and Prisma wrap one another.
 */
export function isUnavailable(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false
  const { code, name, message, cause } = error as Error & { code?: unknown }
  if (typeof code === 'string' && [unhealthy, prismaUnhealthy, socketFault].some((known) => known.test(code)))
    return true
  if (name === 'PrismaClientInitializationError' || name === 'PrismaClientUnknownRequestError') return true
  if (name === 'DriverAdapterError' || wordless.test(message)) return true
  return error instanceof AggregateError && error.errors.length > 0
    ? isUnavailable(error.errors[0], depth + 1)
    : isUnavailable(cause, depth + 1)
}
