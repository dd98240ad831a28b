import { idsBy, type StrategyId } from '@/lib/strategies'
import type { Edit } from './checkout'

/** What an experiment shows: how it is taken away, and which experiment must then say what, under which strategies. */
export type ShownMeasure = {
  /** what no longer holds without it */
  what: string
  /** more than one where another lock stands behind the first, so that taking one away changes nothing */
  edits: readonly Edit[]
  shownBy: readonly {
    /** its slug */
    experiment: string
    under: readonly StrategyId[]
    /** text that is in "verdict (result, seconds)" then, and was not before, or was in another one */
    becomes: string
  }[]
}

export const opaque = idsBy({ credential: 'opaque' })
export const encrypted = idsBy({ credential: 'encrypted-jwt' })
export const tokens = idsBy({ credential: 'signed-jwt' })
export const boundTokens = idsBy({ credential: 'signed-jwt', proof: 'each-request' })
export const boundCookies = idsBy({ carrier: 'cookie', proof: 'each-renewal' })
export const unboundTokens = idsBy({ credential: 'signed-jwt', proof: 'never' })
export const lookedUp = idsBy({ lookup: 'each-request' })
export const readAlone = idsBy({ lookup: 'each-renewal' })
/** Without the database nobody can say who this is. */
export const needsDatabase = [...lookedUp, ...boundTokens]

/** Where the measures stand. */
export const accessToken = 'lib/auth/parts/access-token.ts'
export const sessionRow = 'lib/auth/parts/session-row.ts'
export const opaqueToken = 'lib/auth/parts/opaque-token.ts'
export const refreshToken = 'lib/auth/parts/refresh-token.ts'
export const encryptedToken = 'lib/auth/strategies/jwt/token.ts'
export const keySchedule = 'lib/auth/parts/signing-keys/schedule.ts'
export const signingKey = 'lib/auth/parts/signing-keys/signing-key.ts'
export const cookie = 'lib/auth/parts/cookie.ts'
