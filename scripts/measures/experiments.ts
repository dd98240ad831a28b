import { cookieStrategyIds, idsBy, strategyIds, type StrategyId } from '@/lib/strategies'
import type { Edit } from './checkout'

/**
 * What the experiments show, one measure at a time: how it is taken away, and which experiment must then say what, under
 * which strategies. Each experiment of the registry is here (`experiments.test.ts`).
 */

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

const opaque = idsBy({ credential: 'opaque' })
const encrypted = idsBy({ credential: 'encrypted-jwt' })
const tokens = idsBy({ credential: 'signed-jwt' })
const boundTokens = idsBy({ credential: 'signed-jwt', proof: 'each-request' })
const boundCookies = idsBy({ carrier: 'cookie', proof: 'each-renewal' })
const unboundTokens = idsBy({ credential: 'signed-jwt', proof: 'never' })
const lookedUp = idsBy({ lookup: 'each-request' })
const readAlone = idsBy({ lookup: 'each-renewal' })
/** Without the database nobody can say who this is. */
const needsDatabase = [...lookedUp, ...boundTokens]

const accessToken = 'lib/auth/parts/access-token.ts'
const proof = 'lib/auth/parts/dpop-proof.ts'
const sessionRow = 'lib/auth/parts/session-row.ts'
const opaqueToken = 'lib/auth/parts/opaque-token.ts'
const refreshToken = 'lib/auth/parts/refresh-token.ts'
const encryptedToken = 'lib/auth/strategies/jwt/token.ts'
const keySchedule = 'lib/auth/parts/signing-keys/schedule.ts'
const signingKey = 'lib/auth/parts/signing-keys/signing-key.ts'
const cookie = 'lib/auth/parts/cookie.ts'

const taken = 'Some forgeries are taken (vulnerable)'

/** A thing that a token of the app's own key has to be as well. */
const ofToken = (
  what: string,
  edits: readonly Omit<Edit, 'file'>[],
  under: readonly StrategyId[] = tokens,
): ShownMeasure => ({
  what: `an access token: ${what}`,
  edits: edits.map(({ from, to }) => ({ file: accessToken, from, to })),
  shownBy: [{ experiment: 'algorithm-confusion', under, becomes: taken }],
})

const ofSessions: readonly ShownMeasure[] = [
  {
    what: 'signing out ends the session',
    edits: [
      {
        file: 'lib/auth/sign-out.ts',
        from: 'const owners = await endSessions(ids.filter((id) => id !== null))',
        to: 'const owners: string[] = ids.length < 0 ? await endSessions([]) : []',
      },
    ],
    shownBy: [
      { experiment: 'replay-after-sign-out', under: strategyIds, becomes: 'It can still be renewed' },
    ],
  },
  {
    what: 'a session that is ended from elsewhere is gone',
    edits: [
      {
        file: 'lib/auth/sessions.ts',
        from: 'const [ended] = await endSessions([id], person.id)',
        to: 'const [ended] = [person.id]',
      },
    ],
    shownBy: [{ experiment: 'remote-revocation', under: strategyIds, becomes: 'It can still be renewed' }],
  },
  {
    what: 'a new password ends the sessions, and moves the version of the credentials',
    edits: [
      {
        file: 'lib/accounts/change-password.ts',
        from: 'data: { passwordHash, credentialsVersion: { increment: 1 } },\n    })\n    if (count === 0) return null\n    await endEverySession(tx, id)',
        to: 'data: { passwordHash },\n    })\n    if (count === 0) return null',
      },
    ],
    shownBy: [{ experiment: 'password-change', under: strategyIds, becomes: 'It can still be renewed' }],
  },
  {
    what: 'a session is of one version of the credentials',
    edits: [
      {
        file: sessionRow,
        from: ' || row.credentialsVersion !== row.user.credentialsVersion',
        to: '',
      },
    ],
    shownBy: [{ experiment: 'password-change', under: strategyIds, becomes: 'It can still be renewed' }],
  },
  {
    what: 'the admin API looks at the role',
    edits: [
      {
        file: 'app/api/admin/stats/route.ts',
        from: "if (state.user.role !== 'admin') return",
        to: 'if (state.user.role === undefined) return',
      },
    ],
    shownBy: [{ experiment: 'role-change', under: strategyIds, becomes: 'The old role survives a renewal' }],
  },
  {
    what: 'the role is that of the row, where each request looks it up',
    edits: [
      {
        file: 'lib/auth/strategies/hybrid/index.ts',
        from: '{ ok: true, row, scope: claims.scope, expiresAt }',
        to: '{ ok: true, row: { ...row, user: { ...row.user, role: claims.role } }, scope: claims.scope, expiresAt }',
      },
    ],
    shownBy: [
      {
        experiment: 'role-change',
        under: idsBy({ credential: 'signed-jwt', lookup: 'each-request' }),
        becomes: 'The old role opens the admin API until the credential ends',
      },
    ],
  },
  {
    what: 'a renewal takes the role of the row',
    edits: [
      {
        file: 'lib/auth/strategies/jwt/index.ts',
        from: 'session: toSession(valid.row, opened.idTokenData) }',
        to: 'session: { ...toSession(valid.row, opened.idTokenData), person: { ...toSession(valid.row).person, role: opened.state.user.role } } }',
      },
    ],
    shownBy: [{ experiment: 'role-change', under: encrypted, becomes: 'The old role survives a renewal' }],
  },
  {
    what: 'disabling ends the sessions, moves the version, and is looked at',
    edits: [
      {
        file: 'lib/accounts/administration.ts',
        from: 'data: { disabledAt: now, credentialsVersion: { increment: 1 } },\n    })\n    if (count === 0) return existing(tx, id)\n    await endEverySession(tx, id)',
        to: 'data: { disabledAt: now },\n    })\n    if (count === 0) return existing(tx, id)',
      },
      { file: sessionRow, from: 'row.user.disabledAt || ', to: '' },
    ],
    shownBy: [{ experiment: 'user-disabled', under: strategyIds, becomes: 'A disabled person can renew' }],
  },
  {
    what: 'the end of a session row',
    edits: [{ file: sessionRow, from: "if (row.expiresAt <= now) return notSignedIn('expired')", to: '' }],
    shownBy: [
      {
        experiment: 'clock-skew',
        under: idsBy({ credential: 'opaque', proof: 'never' }),
        becomes: 'Accepted beyond its end by a clock that is right',
      },
    ],
  },
  {
    what: 'a session has an absolute end',
    edits: [
      {
        file: sessionRow,
        from: 'wholeSecond(earlierOf(plusSeconds(now, idleSeconds), absoluteExpiresAt))',
        to: 'wholeSecond(earlierOf(plusSeconds(now, idleSeconds), plusSeconds(absoluteExpiresAt, 1e9)))',
      },
    ],
    shownBy: [
      {
        experiment: 'refresh-token-theft',
        under: idsBy({ carrier: 'cookie', proof: 'never' }),
        becomes: 'Not noticed: the copy is renewed without an end',
      },
    ],
  },
]

const inBrowsers: readonly ShownMeasure[] = [
  {
    what: 'HttpOnly',
    edits: [{ file: cookie, from: 'httpOnly: true,', to: 'httpOnly: false,' }],
    shownBy: [
      { experiment: 'stolen-by-script', under: cookieStrategyIds, becomes: 'Taken away from a cookie' },
    ],
  },
  {
    what: 'the policy of pages: only scripts with the nonce',
    edits: [
      {
        file: 'lib/auth/http/response-headers.ts',
        from: "'nonce-${nonce}' 'strict-dynamic'",
        to: "'unsafe-inline'",
      },
    ],
    shownBy: [
      {
        experiment: 'stolen-by-script',
        under: strategyIds,
        becomes: 'The policy did not stop the script (vulnerable)',
      },
    ],
  },
  {
    what: 'the origin of a request that changes something',
    edits: [
      {
        file: 'lib/auth/http/admit.ts',
        from: "if (changes && !originAllowed(endpoint, headers, ctx.presented)) return { ok: false, code: 'cross_origin' }",
        to: '',
      },
    ],
    shownBy: [{ experiment: 'cross-site-request', under: cookieStrategyIds, becomes: 'Obeyed (vulnerable)' }],
  },
  {
    what: 'SameSite',
    edits: [
      {
        file: cookie,
        from: "secure: env().https,\n  sameSite: path ? ('strict' as const) : ('lax' as const),",
        to: "secure: true,\n  sameSite: 'none' as const,",
      },
    ],
    shownBy: [
      {
        experiment: 'cross-site-request',
        under: cookieStrategyIds,
        becomes: 'Refused, though every site sends the cookie along',
      },
    ],
  },
]

const ofCredentials: readonly ShownMeasure[] = [
  {
    what: 'the signature of an access token',
    edits: [
      {
        file: accessToken,
        from: 'await jwtVerify(jwt, (header) => keyFor(header, now), {',
        to: "((_: unknown) => ({ payload: JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) }))({",
      },
    ],
    shownBy: [
      { experiment: 'tampering', under: tokens, becomes: 'Changed bytes were accepted (vulnerable)' },
      { experiment: 'algorithm-confusion', under: tokens, becomes: taken },
    ],
  },
  {
    what: 'one spelling of a token',
    edits: [
      {
        file: 'lib/crypto/token-values.ts',
        from: "Buffer.from(segment, 'base64url').toString('base64url') === segment",
        to: 'segment !== null',
      },
    ],
    shownBy: [
      {
        experiment: 'tampering',
        under: [...tokens, ...encrypted],
        becomes: 'No changed byte is accepted, other spellings of the same bytes are',
      },
    ],
  },
  {
    what: 'the authentication tag of the encrypted JWT',
    edits: [
      {
        file: encryptedToken,
        from: 'const { payload } = await jwtDecrypt(token, encryptionKey(), {',
        to: `const { createDecipheriv } = await import('node:crypto')
    const [, , iv = '', text = ''] = token.split('.')
    const cipher = createDecipheriv('aes-256-cbc', encryptionKey().subarray(32), Buffer.from(iv, 'base64url'))
    const bytes = Buffer.concat([cipher.update(Buffer.from(text, 'base64url')), cipher.final()])
    const { payload } = ((_: unknown) => ({ payload: JSON.parse(bytes.toString()) as JWTPayload }))({`,
      },
    ],
    shownBy: [
      { experiment: 'tampering', under: encrypted, becomes: 'Changed bytes were accepted (vulnerable)' },
    ],
  },
  {
    what: 'every character of an opaque token',
    edits: [
      {
        file: opaqueToken,
        from: 'tokenHash: sha256Base64url(token) }',
        to: 'tokenHash: sha256Base64url(token.slice(1)) }',
      },
      {
        file: opaqueToken,
        from: 'sha256Base64url(presented) : null',
        to: 'sha256Base64url(presented.slice(1)) : null',
      },
    ],
    shownBy: [
      { experiment: 'tampering', under: opaque, becomes: 'Changed bytes were accepted (vulnerable)' },
    ],
  },
  {
    what: 'the key of the encrypted JWT is a secret',
    edits: [
      {
        file: encryptedToken,
        from: "new Uint8Array(hkdfSync('sha256', env().AUTH_SECRET, salt, info, keyBytes))",
        to: "new Uint8Array(hkdfSync('sha256', env().AUTH_SECRET, salt, info, keyBytes)).fill(0)",
      },
    ],
    shownBy: [{ experiment: 'algorithm-confusion', under: encrypted, becomes: taken }],
  },
  {
    what: 'no key of the header of a token (jwk)',
    edits: [
      {
        file: accessToken,
        from: 'jwtVerify(jwt, (header) => keyFor(header, now), {',
        to: "jwtVerify(jwt, async (header) => (header.jwk ? (await import('jose')).importJWK(header.jwk, header.alg) : keyFor(header, now)), {",
      },
    ],
    shownBy: [{ experiment: 'algorithm-confusion', under: tokens, becomes: taken }],
  },
  {
    what: 'no address of keys in the header of a token (jku)',
    edits: [
      {
        file: accessToken,
        from: 'jwtVerify(jwt, (header) => keyFor(header, now), {',
        to: "jwtVerify(jwt, async (header) => (header.jku ? (await import('jose')).createRemoteJWKSet(new URL(header.jku))(header) : keyFor(header, now)), {",
      },
    ],
    shownBy: [
      {
        experiment: 'algorithm-confusion',
        under: tokens,
        becomes: 'A forgery makes the app fetch a key (vulnerable)',
      },
    ],
  },
  {
    what: 'the algorithm of a token is that of its key',
    edits: [
      { file: accessToken, from: 'if (key?.alg !== alg) throw', to: 'if (!key || !alg) throw' },
      { file: accessToken, from: 'algorithms: [...algorithms],', to: '' },
    ],
    shownBy: [
      { experiment: 'algorithm-confusion', under: tokens, becomes: 'Some forgeries make the app fail' },
    ],
  },
  ofToken('its audience', [{ from: 'audience: audience(),', to: '' }]),
  ofToken('its issuer', [{ from: 'issuer: issuer(),', to: '' }]),
  ofToken('its type', [{ from: 'typ: tokenType,\n      issuer', to: 'issuer' }]),
  ofToken('its longest life', [{ from: 'data.exp - data.iat > accessTokenMaxSeconds', to: 'false' }]),
  ofToken('its client', [{ from: 'client_id: z.literal(clientId),', to: 'client_id: z.string(),' }]),
  ofToken('its role', [
    { from: '  role,\n  provider: z.string(),', to: "  role: role.catch('user'),\n  provider: z.string()," },
  ]),
  ofToken('its identifier', [
    { from: 'jti: z.string(),', to: 'jti: z.string().optional(),' },
    { from: "'jti', 'scope'", to: "'scope'" },
  ]),
  ofToken(
    'bound as its strategy is',
    [
      { from: 'isBound(data.strategy) === (data.cnf !== undefined)', to: 'true' },
      { from: "if ((claims.cnf === undefined) !== (found.scheme === 'Bearer')) return malformed", to: '' },
    ],
    boundTokens,
  ),
  {
    what: 'an access token: not of the future',
    edits: [{ file: accessToken, from: 'maxTokenAge: accessTokenMaxSeconds,', to: '' }],
    shownBy: [
      { experiment: 'algorithm-confusion', under: tokens, becomes: taken },
      { experiment: 'clock-skew', under: tokens, becomes: 'Accepted for as long as a clock is behind' },
    ],
  },
  {
    what: 'an access token: its end',
    edits: [{ file: accessToken, from: 'return expiresAt > now ?', to: 'return true ?' }],
    shownBy: [
      { experiment: 'algorithm-confusion', under: tokens, becomes: taken },
      {
        experiment: 'clock-skew',
        under: tokens,
        becomes: 'Accepted beyond its end by a clock that is right',
      },
    ],
  },
  {
    what: 'an encrypted JWT: its end',
    edits: [{ file: encryptedToken, from: 'currentDate: now,', to: 'currentDate: new Date(0),' }],
    shownBy: [
      {
        experiment: 'clock-skew',
        under: encrypted,
        becomes: 'Accepted beyond its end by a clock that is right',
      },
    ],
  },
  {
    what: 'the clock of another instance may be ahead by a little',
    edits: [
      {
        file: 'lib/auth/parts/lifetimes.ts',
        from: 'clockToleranceSeconds = 5',
        to: 'clockToleranceSeconds = 0',
      },
    ],
    shownBy: [{ experiment: 'clock-skew', under: tokens, becomes: '(time-limited, 0 s)' }],
  },
]

const ofProofs: readonly ShownMeasure[] = [
  {
    what: 'a proof of possession: the key is that of the token',
    edits: [{ file: accessToken, from: 'proof.keyThumbprint === keyThumbprint && ', to: '' }],
    shownBy: [
      { experiment: 'replay-after-sign-out', under: boundTokens, becomes: 'Accepted until its own end' },
      { experiment: 'stolen-by-script', under: boundTokens, becomes: 'Taken away from' },
      { experiment: 'algorithm-confusion', under: boundTokens, becomes: taken },
    ],
  },
  {
    what: 'a proof of possession: once',
    edits: [
      {
        file: proof,
        from: 'ON CONFLICT DO NOTHING',
        to: 'ON CONFLICT (digest) DO UPDATE SET "expiresAt" = excluded."expiresAt"',
      },
    ],
    shownBy: [{ experiment: 'stolen-by-script', under: boundTokens, becomes: 'Taken away from' }],
  },
]

const ofRefreshTokens: readonly ShownMeasure[] = [
  {
    what: 'the next cookie is for a signature of the registered key',
    edits: [
      {
        file: 'lib/auth/parts/device-key.ts',
        from: 'signedBy(jwt, ({ alg }) => importJWK(publicJwk, alg))',
        to: 'readUnverified(jwt, publicJwk)',
      },
      {
        file: 'lib/auth/parts/device-key.ts',
        from: 'async function signedBy(',
        to: `const readUnverified = async (jwt: string, _key: JWK) => ({
  challenge: (JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as { jti: string }).jti,
  jwk: undefined,
})
async function signedBy(`,
      },
    ],
    shownBy: [{ experiment: 'refresh-token-theft', under: boundCookies, becomes: 'the copy is renewed for' }],
  },
  {
    what: 'a bound cookie ends by itself',
    edits: [
      {
        file: 'lib/auth/strategies/dbsc/index.ts',
        from: 'row.keyThumbprint === null ? row.expiresAt : earlierOf(read.endsAt, row.expiresAt)',
        to: 'row.expiresAt',
      },
    ],
    shownBy: [{ experiment: 'refresh-token-theft', under: boundCookies, becomes: '1 h at most' }],
  },
  {
    what: 'a refresh token: bound to a key, it is of no use to another',
    edits: [
      {
        file: 'lib/auth/refresh.ts',
        from: 'key.proof.keyThumbprint !== session.keyThumbprint',
        to: 'false',
      },
    ],
    shownBy: [
      { experiment: 'refresh-token-theft', under: boundTokens, becomes: 'Noticed at the second use' },
    ],
  },
  {
    what: 'a refresh token: the family ends when a spent one comes back',
    edits: [
      {
        file: 'lib/auth/refresh.ts',
        from: "spent.code === 'reused' ? endFamily(session, visitor.device, now) : invalidGrant",
        to: 'invalidGrant',
      },
    ],
    shownBy: [
      {
        experiment: 'refresh-token-theft',
        under: unboundTokens,
        becomes: 'The second use is not noticed (vulnerable)',
      },
    ],
  },
  {
    what: 'a refresh token: spent by one conditional statement',
    edits: [{ file: refreshToken, from: ' AND "spentAt" IS NULL AND', to: ' AND' }],
    shownBy: [
      {
        experiment: 'refresh-token-theft',
        under: unboundTokens,
        becomes: 'The second use is not noticed (vulnerable)',
      },
      { experiment: 'two-tabs', under: tokens, becomes: '(vulnerable)' },
    ],
  },
  {
    what: 'a refresh token: the second of two requests at once gets the same successor',
    edits: [
      {
        file: refreshToken,
        from: 'const hasRaced = spentBefore === null || arrivedBeforeSpent(tokenHash, arrivedAt)',
        to: 'const hasRaced = arrivedAt === 0 && spentBefore === null',
      },
    ],
    shownBy: [{ experiment: 'two-tabs', under: tokens, becomes: 'A tab is signed out (vulnerable)' }],
  },
]

const ofTheDatabase: readonly ShownMeasure[] = [
  {
    what: 'an outage is not taken for signed out',
    edits: [
      {
        file: 'lib/auth/read.ts',
        from: "return { ok: false, code: 'unavailable', state: { status: 'unavailable' } }",
        to: "return { ok: false, code: 'not_authenticated', state: { status: 'anonymous', because: 'revoked' } } as never",
      },
    ],
    shownBy: [
      { experiment: 'database-outage', under: needsDatabase, becomes: 'Says that nobody is signed in' },
    ],
  },
  {
    what: 'an outage is answered with 503',
    edits: [
      {
        file: 'lib/auth/http/answer.ts',
        from: "if (state.status === 'unavailable')\n",
        to: "if (state.status === 'unavailable' && retryAfterSeconds < 0)\n",
      },
    ],
    shownBy: [
      { experiment: 'database-outage', under: needsDatabase, becomes: 'Says that nobody is signed in' },
    ],
  },
  {
    what: 'a sign-out during an outage is refused',
    edits: [
      {
        file: 'lib/auth/sign-out.ts',
        from: 'await endSessions(ids.filter((id) => id !== null))',
        to: 'await endSessions(ids.filter((id) => id !== null)).catch(() => [])',
      },
    ],
    shownBy: [
      {
        experiment: 'database-outage',
        under: [...encrypted, ...unboundTokens],
        becomes: 'Claims what it cannot know',
      },
    ],
  },
  {
    what: 'a session and its person in one query',
    edits: [
      {
        file: sessionRow,
        from: "{ relationLoadStrategy: 'join' } as const",
        to: "{ relationLoadStrategy: 'query' } as const",
      },
    ],
    shownBy: [{ experiment: 'slow-database', under: lookedUp, becomes: '2 round trips, each time' }],
  },
  {
    what: 'a token is read without a look-up',
    edits: [{ file: 'lib/auth/read.ts', from: 'decided.reader.read(ctx', to: 'decided.reader.verify(ctx' }],
    shownBy: [{ experiment: 'slow-database', under: readAlone, becomes: 'each time (time-limited)' }],
  },
  {
    what: 'digests of tokens at rest',
    edits: [
      { file: opaqueToken, from: 'tokenHash: sha256Base64url(token) }', to: 'tokenHash: token }' },
      { file: opaqueToken, from: 'sha256Base64url(presented) : null', to: 'presented : null' },
    ],
    shownBy: [
      {
        experiment: 'database-leak',
        under: [...opaque, ...tokens],
        becomes: 'Signs the thief in (vulnerable)',
      },
    ],
  },
  {
    what: 'the private keys are encrypted at rest',
    edits: [
      {
        file: signingKey,
        from: 'sealValue(JSON.stringify(privateJwk), purpose, contextOf({ kid, alg, publicJwk }))',
        to: 'JSON.stringify(privateJwk)',
      },
      {
        file: signingKey,
        from: 'openSealedValue(row.sealedPrivate, purpose, contextOf({ kid, alg, publicJwk }))',
        to: 'row.sealedPrivate',
      },
    ],
    shownBy: [{ experiment: 'database-leak', under: tokens, becomes: 'Signs the thief in (vulnerable)' }],
  },
]

const ofKeys: readonly ShownMeasure[] = [
  {
    what: 'the key before verifies until its last token has ended',
    edits: [
      {
        file: keySchedule,
        from: 'plusSeconds(next.activeAt, accessTokenMaxSeconds + clockToleranceSeconds)',
        to: 'next.activeAt',
      },
    ],
    shownBy: [
      { experiment: 'signing-key-rotation', under: tokens, becomes: 'Ended by the rotation (vulnerable)' },
    ],
  },
  {
    what: 'a key goes when its last token has ended',
    edits: [{ file: keySchedule, from: 'return !next ||', to: 'return true ||' }],
    shownBy: [
      {
        experiment: 'signing-key-rotation',
        under: tokens,
        becomes: 'Goes on, and the old key stays (vulnerable)',
      },
    ],
  },
  {
    what: 'a key is published before it signs',
    edits: [{ file: keySchedule, from: 'activeAt: plusSeconds(now, leadSeconds),', to: 'activeAt: now,' }],
    shownBy: [
      {
        experiment: 'signing-key-rotation',
        under: tokens,
        becomes: 'The new key signs before everybody can know it (vulnerable)',
      },
    ],
  },
]

const ofGrowthAndRestart: readonly ShownMeasure[] = [
  {
    what: 'an ID token is kept only where it fits',
    edits: [
      {
        file: 'lib/oidc/relying-party/verify-provider-response.ts',
        from: ' && idToken.length <= idTokenMax',
        to: '',
      },
    ],
    shownBy: [
      {
        experiment: 'growth',
        under: encrypted,
        becomes: 'The app fills the cookie until the browser drops it (vulnerable)',
      },
    ],
  },
  {
    what: 'a signed token leaves what the provider said in the row',
    edits: [
      {
        file: accessToken,
        from: 'provider: session.provider,\n    ...binding,',
        to: 'provider: session.provider,\n    kept: session.upstream?.idTokenData,\n    ...binding,',
      },
    ],
    shownBy: [{ experiment: 'growth', under: tokens, becomes: '(vulnerable)' }],
  },
  {
    what: 'an opaque cookie says nothing',
    edits: [
      {
        file: 'lib/auth/strategies/database/index.ts',
        from: 'cookies: [cookieFor(token, session.absoluteExpiresAt, now)],\n  }\n}\n\n/**\n * A new token for the same row.',
        to: 'cookies: [cookieFor(`${token}.${session.person.name}`, session.absoluteExpiresAt, now)],\n  }\n}\n\n/**\n * A new token for the same row.',
      },
      {
        file: opaqueToken,
        from: 'export const tokenHashOf = (presented: string) => (',
        to: "export const tokenHashOf = (text: string, presented = text.split('.')[0] ?? '') => (",
      },
    ],
    shownBy: [
      { experiment: 'growth', under: ['database'], becomes: 'Grows with the name, not with what is kept' },
    ],
  },
  {
    what: 'the key of the encrypted JWT is of no single process',
    edits: [
      {
        file: encryptedToken,
        from: "hkdfSync('sha256', env().AUTH_SECRET, salt",
        to: "hkdfSync('sha256', env().AUTH_SECRET + process.pid, salt",
      },
    ],
    shownBy: [{ experiment: 'restart', under: encrypted, becomes: 'Not signed in any more' }],
  },
  {
    what: 'the keys that sign are of no single process',
    edits: [
      { file: signingKey, from: "purpose = 'signing keys'", to: 'purpose = `signing keys ${process.pid}`' },
    ],
    shownBy: [{ experiment: 'restart', under: tokens, becomes: 'Not signed in any more' }],
  },
  {
    what: 'the digests of tokens are of no single process',
    edits: [
      {
        file: opaqueToken,
        from: 'tokenHash: sha256Base64url(token) }',
        to: 'tokenHash: sha256Base64url(token + process.pid) }',
      },
      {
        file: opaqueToken,
        from: 'sha256Base64url(presented) : null',
        to: 'sha256Base64url(presented + process.pid) : null',
      },
    ],
    shownBy: [{ experiment: 'restart', under: [...opaque, ...tokens], becomes: 'Not signed in any more' }],
  },
]

export const shownMeasures: readonly ShownMeasure[] = [
  ...ofSessions,
  ...inBrowsers,
  ...ofCredentials,
  ...ofProofs,
  ...ofRefreshTokens,
  ...ofTheDatabase,
  ...ofKeys,
  ...ofGrowthAndRestart,
]
