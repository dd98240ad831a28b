import { createHmac, createPublicKey, generateKeyPairSync, sign, timingSafeEqual, verify } from 'node:crypto'
import { decode, encode } from '@auth/core/jwt'
import { compareSync, hashSync } from 'bcryptjs'
import { CompactEncrypt, compactDecrypt, importJWK, jwtVerify, SignJWT } from 'jose'
import { Bench } from 'tinybench'
import { findSession } from '@/lib/auth/parts/session-row'
import { decrypt, encrypt, sha256Base64url } from '@/lib/crypto'
import { db, pool } from '@/lib/db/prisma-client'
import { sessionToken } from './load/plan'

/**
 * A process of its own, with the settings of the app: how long the pieces take of which a look at a credential is made.
 * Writes JSON to its standard output: by name, the median of each round in microseconds.
 * Arguments: milliseconds for each piece, rounds, number of sessions that can be looked up.
 */

const [milliseconds = 100, rounds = 3, sessions = 1_000] = process.argv.slice(2).map(Number)

type Work = () => unknown
const works: Record<string, Work> = {}

const claims = {
  sub: '0190a5f0-0000-7000-8000-000000000000',
  name: 'Test Person',
  email: 'person@example.com',
}
const token = sessionToken(0)

works['SHA-256 of a token'] = () => sha256Base64url(token)

const hmacKey = Buffer.alloc(32, 7)
const hmacOf = (text: string) => createHmac('sha256', hmacKey).update(text).digest()
const mac = hmacOf(token)
works['HMAC-SHA-256, compared'] = () => timingSafeEqual(hmacOf(token), mac)

for (const [alg, pair, joseAlg] of [
  ['Ed25519', generateKeyPairSync('ed25519'), 'EdDSA'],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ES256'],
] as const) {
  const jwt = await new SignJWT(claims)
    .setProtectedHeader({ alg: joseAlg })
    .setExpirationTime('1h')
    .sign(pair.privateKey)
  const jwk = pair.publicKey.export({ format: 'jwk' })
  const key = await importJWK(jwk as Parameters<typeof importJWK>[0], joseAlg)
  works[`${alg}, jose`] = () => jwtVerify(jwt, key)
  const digest = alg === 'ES256' ? 'sha256' : null
  const nodeKey = {
    key: createPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' })),
    dsaEncoding: 'ieee-p1363' as const,
  }
  const signature = sign(digest, Buffer.from(token), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' })
  works[`${alg}, Node, synchronous`] = () => verify(digest, Buffer.from(token), nodeKey, signature)
}

const secretKey = new Uint8Array(32).fill(9)
const sealed = encrypt(JSON.stringify(claims), secretKey)
works['AES-256-GCM, this app'] = () => decrypt(sealed, secretKey)
const jwe = await new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
  .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
  .encrypt(secretKey)
works['AES-256-GCM, jose'] = () => compactDecrypt(jwe, secretKey)
const authjs = { secret: 'k3Qz8vX1mB6nW9sGhC4pLuE2aTq0dYxJ', salt: 'authjs.session-token' }
const authjsToken = await encode({ secret: authjs.secret, salt: authjs.salt, token: claims })
works["Auth.js's decode"] = () => decode({ secret: authjs.secret, salt: authjs.salt, token: authjsToken })

for (const cost of [10, 12]) {
  const hash = hashSync('seven quiet otters swim', cost)
  works[`bcrypt, cost ${cost}`] = () => compareSync('seven quiet otters swim', hash)
}

const drawn = () => sha256Base64url(sessionToken(Math.floor(Math.random() * sessions)))
const sql = `SELECT s.*, u.email, u.name, u.role, u."credentialsVersion" AS "currentVersion", u."disabledAt"
  FROM "Session" s JOIN "User" u ON u.id = s."userId" WHERE s."tokenHash" = `
works["look-up, Prisma's own"] = async () => found(await findSession({ tokenHash: drawn() }))
works['look-up, raw SQL through Prisma'] = async () =>
  found((await db().$queryRawUnsafe<unknown[]>(`${sql}$1`, drawn()))[0])
works['look-up, SQL through the driver'] = async () =>
  found((await pool().query(`${sql}$1`, [drawn()])).rows[0])

function found(row: unknown) {
  if (!row) throw new Error('A session was not found')
}

const middle = (samples: number[]) => samples.toSorted((a, b) => a - b)[Math.ceil(samples.length / 2) - 1]!

const taken: Record<string, number[]> = Object.fromEntries(Object.keys(works).map((name) => [name, []]))
for (let round = 0; round < rounds; round += 1) {
  const bench = new Bench({
    time: milliseconds,
    warmupTime: milliseconds / 4,
    iterations: 3,
    warmupIterations: 1,
    throws: true,
  })
  for (const [name, work] of Object.entries(works)) bench.add(name, work)
  await bench.warmup()
  for (const { name, result } of await bench.run()) taken[name]!.push(middle(result!.samples) * 1000)
}
await pool().end()
console.log(JSON.stringify(taken))
