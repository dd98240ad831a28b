import 'server-only'
import { openSealedValue, sealValue } from '@/lib/crypto'
import type { StoredIdTokenData, UpstreamSession } from '../contract'

const purpose = 'kept by a session'

type Row = { issuer: string; subject: string; issuerSid: string | null; kept: string | null }

/** @param keeper who carries what is kept: the row, encrypted, or the session's own token */
export const upstreamRow = ({ idTokenData, ...upstream }: UpstreamSession, keeper: 'row' | 'token'): Row => ({
  ...upstream,
  kept: keeper === 'row' ? sealValue(JSON.stringify(idTokenData), purpose) : null,
})

const nothing: StoredIdTokenData = { as: 'claims', claims: {} }

/** What was sealed with a secret that has been turned over since is lost, and the session goes on. */
function opened(sealed: string): StoredIdTokenData {
  const text = openSealedValue(sealed, purpose)
  return text === null ? nothing : (JSON.parse(text) as StoredIdTokenData) // only what this app sealed opens
}

/** @param carried what the session's token carried, where it has one */
export const upstreamOf = (
  row: Row | null,
  carried: StoredIdTokenData | null = null,
): UpstreamSession | null =>
  row && {
    issuer: row.issuer,
    subject: row.subject,
    issuerSid: row.issuerSid,
    idTokenData: row.kept === null ? (carried ?? nothing) : opened(row.kept),
  }
