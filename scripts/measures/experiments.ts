import { cookieStrategyIds, idsBy, strategyIds } from '@/lib/strategies'
import {
  opaque,
  encrypted,
  tokens,
  unboundTokens,
  lookedUp,
  readAlone,
  needsDatabase,
  accessToken,
  sessionRow,
  opaqueToken,
  encryptedToken,
  keySchedule,
  signingKey,
  cookie,
  type ShownMeasure,
} from './shown-measure'
import { ofCredentials, ofProofs, ofRefreshTokens } from './shown-of-credentials'

/** All that the experiments show, one measure at a time. Each experiment of the registry is here (`experiments.test.ts`). */

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
        from: "if (changes(request) && !originAllowed(endpoint, headers, ctx.presented))\n    return { ok: false, code: 'cross_origin' }",
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
