import { type StrategyId } from '@/lib/strategies'
import type { Edit } from './checkout'
import {
  opaque,
  encrypted,
  tokens,
  boundTokens,
  boundCookies,
  unboundTokens,
  accessToken,
  opaqueToken,
  refreshToken,
  encryptedToken,
  type ShownMeasure,
} from './shown-measure'

/** What the experiments show of credentials: cookies, tokens, proofs, refresh tokens. */

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

export const ofCredentials: readonly ShownMeasure[] = [
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

export const ofProofs: readonly ShownMeasure[] = [
  {
    what: 'a proof of possession: the key is that of the token',
    edits: [
      {
        file: accessToken,
        from: "if (proof.keyThumbprint !== keyThumbprint) return 'invalid_dpop_proof'",
        to: '',
      },
    ],
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
        file: 'lib/auth/parts/signed-proof.ts',
        from: 'ON CONFLICT DO NOTHING',
        to: 'ON CONFLICT (digest) DO UPDATE SET "expiresAt" = excluded."expiresAt"',
      },
    ],
    shownBy: [{ experiment: 'stolen-by-script', under: boundTokens, becomes: 'Taken away from' }],
  },
]

export const ofRefreshTokens: readonly ShownMeasure[] = [
  {
    what: 'the next cookie is for a signature of the registered key',
    edits: [
      {
        file: 'lib/auth/parts/device-key.ts',
        from: 'signedBy(jwt, ({ alg }) => importJWK(publicJwk, alg), tell)',
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
