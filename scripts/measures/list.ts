import type { Edit } from './checkout'

/** What protects, one thing at a time: where it stands in the code, how it is taken away, and which tests must notice. */

export type Measure = Edit & {
  /** what no longer holds without it */
  what: string
  /** test files of Vitest: one of them must fail */
  noticedBy: string[]
}

const contract = 'lib/auth/contract.db.test.ts'
const proofs = 'lib/auth/parts/dpop-proof.db.test.ts'
const hostileTokens = 'lib/auth/parts/hostile-access-tokens.db.test.ts'
const bindings = 'lib/auth/bind-session.db.test.ts'
const memory = 'lib/auth/parts/session-cache.db.test.ts'
const refreshTokens = 'lib/auth/parts/refresh-token.db.test.ts'

const inProof = (what: string, from: string, to: string, ...more: string[]): Measure => ({
  what: `a proof of possession: ${what}`,
  file: 'lib/auth/parts/dpop-proof.ts',
  from,
  to,
  noticedBy: [proofs, ...more],
})

const inToken = (what: string, from: string, to: string): Measure => ({
  what: `an access token: ${what}`,
  file: 'lib/auth/parts/access-token.ts',
  from,
  to,
  noticedBy: [hostileTokens, contract],
})

const inRow = (what: string, from: string, to: string): Measure => ({
  what: `a session row: ${what}`,
  file: 'lib/auth/parts/session-row.ts',
  from,
  to,
  noticedBy: [contract],
})

const inHybrid = (what: string, from: string, to: string): Measure => ({
  what: `hybrid: ${what}`,
  file: 'lib/auth/strategies/hybrid/index.ts',
  from,
  to,
  noticedBy: [contract, hostileTokens, 'lib/auth/cross-feed.db.test.ts'],
})

const inDeviceKey = (what: string, from: string, to: string): Measure => ({
  what: `the key of a device: ${what}`,
  file: 'lib/auth/parts/device-key.ts',
  from,
  to,
  noticedBy: [bindings],
})

const inBinding = (what: string, from: string, to: string): Measure => ({
  what: `a bound session: ${what}`,
  file: 'lib/auth/bind-session.ts',
  from,
  to,
  noticedBy: [bindings],
})

export const measures: readonly Measure[] = [
  inProof('its typ', "typ: 'dpop+jwt',", ''),
  inProof('its algorithm', 'algorithms: proofAlgorithms,', ''),
  inProof('not old, not of the future', 'maxTokenAge: proofSeconds,', ''),
  inProof('for one method', 'claims.htm !== proof.method || ', ''),
  inProof('for one address', ' || !isSameUrl(claims.htu, proof.url)', ''),
  inProof('no userinfo in the address', 'if (username || password) return null', ''),
  inProof('for one access token', 'claims.ath !== accessTokenHash', 'false'),
  inProof('one spelling', ' || !isCanonicalJwt(jwt)', ''),
  {
    what: 'a proof of possession: once',
    file: 'lib/auth/parts/signed-proof.ts',
    from: 'ON CONFLICT DO NOTHING',
    to: 'ON CONFLICT (digest) DO UPDATE SET "expiresAt" = excluded."expiresAt"',
    noticedBy: [proofs],
  },
  inProof('a nonce', '!isNonce(claims.nonce, now)', 'false'),
  inProof('a nonce of these minutes', '[periodAt(now), periodAt(now) - 1].includes(Number(period))', 'true'),
  inProof(
    'the key is that of the session, at the refresh',
    'verified.ok ? { ok: true, proof: verified } : verified',
    '{ ok: true, proof: null }',
    contract,
  ),
  inToken(
    'the key of its proof',
    "if (proof.keyThumbprint !== keyThumbprint) return 'invalid_dpop_proof'",
    '',
  ),
  inToken(
    'its scheme',
    "if ((claims.cnf === undefined) !== (found.scheme === 'Bearer')) return malformed",
    '',
  ),
  inToken('bound as its strategy is', 'isBound(data.strategy) === (data.cnf !== undefined)', 'true'),
  inToken('a proof at all', 'if (!fault) return token', 'return token'),
  inToken('its issuer', 'issuer: issuer(),', ''),
  inToken('its audience', 'audience: audience(),', ''),
  inToken('its type', 'typ: tokenType,\n      issuer', 'issuer'),
  inToken('its end', 'return expiresAt > now ?', 'return true ?'),
  inToken('its longest life', 'data.exp - data.iat > accessTokenMaxSeconds', 'false'),
  inToken('one spelling', ' || !isCanonicalJwt(jwt)', ''),
  inRow('of the strategy that asks', ' || row.strategy !== strategy', ''),
  inRow('its person is not disabled', 'row.user.disabledAt || ', ''),
  inRow('the version of the credentials', 'row.credentialsVersion !== row.user.credentialsVersion', 'false'),
  inRow('its end', "if (row.expiresAt <= now) return notSignedIn('expired')", ''),
  inHybrid(
    'the row is looked at, not only there',
    'const valid = validRow(row, row.strategy, now)',
    'const valid = { ok: true, row }',
  ),
  inHybrid('the session is its person’s', ' || row.userId !== claims.sub', ''),
  inHybrid('the session may be named', ' || !mayName(claims, row)', ''),
  inDeviceKey('its algorithm', 'algorithms: deviceKeyAlgorithms,', ''),
  inDeviceKey('its typ', "typ: 'dbsc+jwt',", ''),
  inDeviceKey('one spelling', ' || !isCanonicalJwt(jwt)', ''),
  {
    what: 'the key of a device: no long exponent',
    file: 'lib/auth/parts/signed-proof.ts',
    from: "e: z.literal('AQAB')",
    to: 'e: z.string()',
    noticedBy: [bindings, proofs],
  },
  inDeviceKey('a challenge of these seconds', 'return expiresAt > now ?', 'return true ?'),
  inDeviceKey('its length', 'jwt.length > proofLengthMax || ', ''),
  inDeviceKey(
    'of the cookie that signed in',
    'where: { id: sessionId, tokenHash,',
    'where: { id: sessionId,',
  ),
  inDeviceKey('one key wins', 'tokenHash, keyThumbprint: null, expiresAt', 'tokenHash, expiresAt'),
  inBinding('a challenge to register', "challenge?.purpose !== 'register'", '!challenge'),
  inBinding('with its cookie', '!row || !isOfSession', '!row'),
  inBinding('its row is looked at', 'validRow(row, strategy, now).ok ?', 'true ?'),
  inBinding(
    'a second key ends it',
    '?.keyThumbprint !== registration.keyThumbprint',
    '?.keyThumbprint === registration.keyThumbprint',
  ),
  inBinding('a challenge to refresh', "challenge?.purpose === 'refresh' && ", 'challenge !== null && '),
  inBinding('a challenge of this session', ' && challenge.sessionId === row.id', ''),
  inBinding('a challenge once', ' || !(await spendOnce(challenge))', ''),
  {
    what: 'a bound cookie: its end',
    file: 'lib/auth/strategies/dbsc/index.ts',
    from: 'row.keyThumbprint === null ? row.expiresAt : earlierOf(read.endsAt, row.expiresAt)',
    to: 'row.expiresAt',
    noticedBy: [bindings, contract],
  },
  {
    what: 'a bound cookie: its signature',
    file: 'lib/auth/parts/bound-cookie.ts',
    from: "shape.exec(readSignedValue(value, label) ?? '')",
    to: "shape.exec(Buffer.from(value.split('.')[0]!, 'base64url').toString())",
    noticedBy: [bindings, contract],
  },
  {
    what: 'a bound cookie: not after the absolute end',
    file: 'lib/auth/parts/bound-cookie.ts',
    from: 'earlierOf(plusSeconds(now, lifetimes().boundCookieSeconds), absoluteExpiresAt)',
    to: 'plusSeconds(now, lifetimes().boundCookieSeconds)',
    noticedBy: [bindings],
  },
  {
    what: 'a bound cookie: no page moves it',
    file: 'lib/auth/strategies/dbsc/index.ts',
    from: 'session.keyThumbprint === undefined ? idleEnd : earlierOf(session.expiresAt, idleEnd)',
    to: 'idleEnd',
    noticedBy: [bindings],
  },
  {
    what: 'a bound session: moved to no other strategy',
    file: 'lib/auth/switch-strategy.ts',
    from: 'verified.session.keyThumbprint !== undefined',
    to: 'false',
    noticedBy: [bindings],
  },
  {
    what: 'a session in memory: only while everything has been heard',
    file: 'lib/auth/parts/session-cache.ts',
    from: '(await this.#isSure(key)) ? this.#rows.get(key) : undefined',
    to: 'this.#rows.get(key)',
    noticedBy: [memory],
  },
  {
    what: 'a session in memory: not one that changed while it was read',
    file: 'lib/auth/parts/session-cache.ts',
    from: 'row && heard === this.#changes.heard',
    to: 'row',
    noticedBy: [memory],
  },
  {
    what: 'a session in memory: gone when it is told that it changed',
    file: 'lib/auth/parts/session-cache.ts',
    from: 'for (const key of [...(this.#keysOf.get(id) ?? [])]) this.#rows.delete(key)',
    to: '',
    noticedBy: [memory],
  },
  {
    what: 'a session in memory: its end',
    file: 'lib/auth/parts/session-cache.ts',
    from: 'kept && kept.expiresAt > now',
    to: 'kept',
    noticedBy: [memory],
  },
  {
    what: 'changes: for 50 ms only is it sure to have heard them',
    file: 'lib/db/changes.ts',
    from: 'return age <= heardWithinMs',
    to: 'return age >= 0',
    noticedBy: ['lib/db/changes.db.test.ts'],
  },
  {
    what: 'changes: not through a pooler',
    file: 'lib/db/changes.ts',
    from: '      await assureDirect(client)\n',
    to: '',
    noticedBy: ['lib/db/changes.db.test.ts'],
  },
  {
    what: 'a token that was verified before: its key still counts, and the clock was not set back',
    file: 'lib/auth/parts/access-token.ts',
    from: '!before || !stillGood(before, now)',
    to: '!before',
    noticedBy: [hostileTokens, contract],
  },
  {
    what: 'a token that was verified before: its end',
    file: 'lib/auth/strategies/jwt/token.ts',
    from: 'return before.expiresAt > now ? before.opened',
    to: 'return true ? before.opened',
    noticedBy: [contract],
  },
  inProof(
    'of a header that was seen, the signature',
    '!isSignature(alg, `${header}.${content}`, key, signature)',
    'false',
  ),
  inProof('of a header that was seen, the time', 'claims && isTimely(claims, now)', 'claims'),
  {
    what: 'a refresh token: bound to a key, it is of no use to another',
    file: 'lib/auth/refresh.ts',
    from: 'key.proof.keyThumbprint !== session.keyThumbprint',
    to: 'false',
    noticedBy: [contract],
  },
  {
    what: 'a refresh token: its session is looked at',
    file: 'lib/auth/refresh.ts',
    from: 'if (!validRow(session, session.strategy, now).ok) return invalidGrant',
    to: '',
    noticedBy: [contract],
  },
  {
    what: 'a refresh token: the family ends when a spent one comes back',
    file: 'lib/auth/refresh.ts',
    from: "spent.code === 'reused' ? endFamily(session, visitor.device, now) : invalidGrant",
    to: 'invalidGrant',
    noticedBy: [refreshTokens, contract],
  },
  {
    what: 'a refresh token: spent by one conditional statement',
    file: 'lib/auth/parts/refresh-token.ts',
    from: ' AND "spentAt" IS NULL AND',
    to: ' AND',
    noticedBy: [refreshTokens],
  },
  {
    what: 'signing out ends the session',
    file: 'lib/auth/sign-out.ts',
    from: 'const owners = await endSessions(ids.filter((id) => id !== null))',
    to: 'const owners: string[] = ids.length < 0 ? await endSessions([]) : []',
    noticedBy: [contract],
  },
  {
    what: 'a database session: its token is digested before it is looked up',
    file: 'lib/auth/parts/opaque-token.ts',
    from: 'shape.test(presented) ? sha256Base64url(presented) : null',
    to: 'shape.test(presented) ? presented : null',
    noticedBy: [contract],
  },
]
