import 'server-only'
import { tryRecordEvent } from '@/lib/accounts'
import { sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/client'
import { unlessTaken } from '@/lib/db/unique-violation'
import type { LoggedOut } from '@/lib/oidc'

const deviceOfProvider = 'Provider'

/**
 * Ends the sessions that an issuer says are over: the one that its `sid` names, or all of its subject. `database` ends
 * with the row; `jwt` at its next renewal. A logout token counts once.
 * @returns how many ended, or `replayed`
 * @see OpenID Connect Back-Channel Logout 1.0 §2.6, §2.7
 */
export async function endSessionsByIssuer(
  loggedOut: LoggedOut,
  now: Date,
): Promise<{ ok: true; count: number } | { ok: false; code: 'replayed' }> {
  const { issuer, subject, issuerSid, jti, expiresAt } = loggedOut
  const origin = { issuer, ...(issuerSid !== null ? { issuerSid } : { subject: subject! }) }
  const ended = await unlessTaken(() =>
    db().$transaction(async (tx) => {
      await tx.spentToken.create({ data: { digest: sha256Base64url(`${issuer} ${jti}`), expiresAt } })
      const sessions = await tx.session.findMany({ where: { origin }, select: { id: true, userId: true } })
      await tx.session.deleteMany({ where: { id: { in: sessions.map(({ id }) => id) } } })
      return sessions
    }),
  )
  if (!ended) return { ok: false, code: 'replayed' }
  for (const userId of new Set(ended.map((session) => session.userId)))
    await tryRecordEvent(userId, 'ended_by_provider', deviceOfProvider, now)
  return { ok: true, count: ended.length }
}
