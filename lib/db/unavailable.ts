import 'server-only'

/** SQLSTATE classes that speak of the server's health, not of our statement: connection, resources, operator, system, read-only. */
const unhealthyState = /^(08|53|55|57|58|XX)...$|^25006$/

/** Prisma's codes for the same: unreachable, timed out, closed, pool exhausted, transaction lost. */
const unhealthyPrisma = /^P(1\d{3}|2024|2028|2034|2037)$/

/** What Prisma's driver adapter calls them. */
const unhealthyKind =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError|AuthenticationFailed|DatabaseDoesNotExist|DatabaseAccessDenied)$/

const socketFault = /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|EAI_)/
const wordless =
  /connection terminated|timeout exceeded|read timeout|timed out|connection (error|closed)|not queryable|pool is ended/i

const layersMax = 6

/**
 * Does this error mean "the database could not answer" (503), rather than "we asked it nonsense" (500)?
 * Looks through the layers: sockets, driver, adapter and Prisma wrap one another, each in its own way.
 */
export function isUnavailable(error: unknown, layer = 0): boolean {
  if (typeof error !== 'object' || error === null || layer > layersMax) return false
  const { code, originalCode, kind, message, name, cause, meta, errors } = error as Record<string, unknown>
  if ([code, originalCode, kind].some(saysUnhealthy)) return true
  if (name === 'PrismaClientInitializationError' || (typeof message === 'string' && wordless.test(message)))
    return true
  const inner = [
    cause,
    (meta as Record<string, unknown> | undefined)?.driverAdapterError,
    ...[errors ?? []].flat(),
  ]
  return inner.some((wrapped) => isUnavailable(wrapped, layer + 1))
}

const saysUnhealthy = (word: unknown) =>
  typeof word === 'string' &&
  [unhealthyState, unhealthyPrisma, unhealthyKind, socketFault].some((known) => known.test(word))
