import 'server-only'
import { openSealedValue, sealValue } from '@/lib/crypto'
import type { Kept, SessionOrigin } from '../contract'

const purpose = 'kept by a session'

type Row = { issuer: string; subject: string; issuerSid: string | null; kept: string | null }

/** @param keeper who carries what is kept: the row, encrypted, or the session's own token */
export const originRow = ({ kept, ...origin }: SessionOrigin, keeper: 'row' | 'token'): Row => ({
  ...origin,
  kept: keeper === 'row' ? sealValue(JSON.stringify(kept), purpose) : null,
})

const nothing: Kept = { as: 'claims', claims: {} }

/** What was sealed with a secret that has been turned over since is lost, and the session goes on. */
function opened(sealed: string): Kept {
  const text = openSealedValue(sealed, purpose)
  return text === null ? nothing : (JSON.parse(text) as Kept) // only what this app sealed opens
}

/** @param carried what the session's token carried, where it has one */
export const originOf = (row: Row | null, carried: Kept | null = null): SessionOrigin | null =>
  row && {
    issuer: row.issuer,
    subject: row.subject,
    issuerSid: row.issuerSid,
    kept: row.kept === null ? (carried ?? nothing) : opened(row.kept),
  }
