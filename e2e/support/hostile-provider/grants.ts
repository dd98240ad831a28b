import { createHash, randomBytes } from 'node:crypto'
import type { Claims } from './faults'

export type Grant = {
  redirectUri: string
  codeChallenge: string
  nonce: string | null
  /** who signed in here */
  person: Claims
}

type Redeemed = { grant: Grant; accessToken: string }

const codeTtlMs = 60_000
const opaque = () => randomBytes(32).toString('base64url')
const s256 = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

/** Codes, each good once and for a minute, and the access tokens made of them. */
export class Grants {
  private readonly codes = new Map<string, { grant: Grant; expiresAtMs: number; spentOn?: string }>()
  private readonly accessTokens = new Map<string, Grant>()

  issue(grant: Grant): string {
    const code = opaque()
    this.codes.set(code, { grant, expiresAtMs: Date.now() + codeTtlMs })
    return code
  }

  /** @returns undefined where RFC 6749 §5.2 says `invalid_grant`; a second try ends what the first one got
   *  (§4.1.2) */
  redeem(code: string, redirectUri: string, codeVerifier: string): Redeemed | undefined {
    const found = this.codes.get(code)
    if (!found) return
    const { grant, expiresAtMs, spentOn } = found
    if (spentOn) this.accessTokens.delete(spentOn)
    const isTheirs = grant.redirectUri === redirectUri && grant.codeChallenge === s256(codeVerifier)
    if (spentOn || !isTheirs || Date.now() > expiresAtMs) return
    const accessToken = (found.spentOn = opaque())
    this.accessTokens.set(accessToken, grant)
    return { grant, accessToken }
  }

  by = (accessToken: string): Grant | undefined => this.accessTokens.get(accessToken)
}
