import 'server-only'
import { db } from '@/lib/db/prisma-client'
import { redacted } from '@/lib/display'

/** A row as it is in the database, columns in its order; digests and what is encrypted are masked, ids shortened. */
export type StoredRow = {
  table: 'Session' | 'SessionOrigin' | 'DeviceKey' | 'RefreshToken'
  columns: Record<string, string>
}

const secrets = new Set(['tokenHash', 'sealedSuccessor', 'idTokenData', 'issuerSid'])
const ids = new Set(['id', 'userId', 'sessionId'])

/** Of a UUID the end tells two of them apart: the start is the time (RFC 9562 §5.7). */
const shortened = (id: string) => `${id.slice(0, 4)}…${id.slice(-8)}`

type Value = string | number | Date | null

function written(name: string, value: Value): string {
  if (value === null) return 'null'
  if (value instanceof Date) return value.toISOString()
  if (ids.has(name)) return shortened(String(value))
  return secrets.has(name) ? redacted(String(value)) : String(value)
}

const row = (table: StoredRow['table'], columns: Record<string, Value>): StoredRow => ({
  table,
  columns: Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, written(name, value)])),
})

const refreshTokensMax = 5

/**
 * The rows behind one session of one person; of its refresh tokens the newest five, the newest first.
 * @param userId whose it must be: another person's row is never read
 */
export async function storedRowsOf(sessionId: string, userId: string): Promise<StoredRow[]> {
  const newest = { orderBy: { createdAt: 'desc' }, take: refreshTokensMax } as const
  const session = await db().session.findFirst({
    where: { id: sessionId, userId },
    include: { origin: true, deviceKey: true, refreshTokens: newest },
  })
  if (!session) return []
  const { origin, deviceKey, refreshTokens, ...own } = session
  return [
    row('Session', own),
    ...(origin ? [row('SessionOrigin', origin)] : []),
    ...(deviceKey
      ? [row('DeviceKey', { ...deviceKey, publicJwk: JSON.stringify(deviceKey.publicJwk) })]
      : []),
    ...refreshTokens.map((token) => row('RefreshToken', token)),
  ]
}
