import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/accounts'
import { exchangeToken, introspect, refresh, strategyRegistry, type StrategyId } from '@/lib/auth'
import { cookieStrategyIds, isBound, tokenStrategyIds, type CookieStrategyId } from '@/lib/strategies'
import { sessionCookie } from './parts/cookie'
import { plusSeconds } from './parts/lifetimes'
import { read, verifySession } from './read'
import { clientOf } from './testing/client-of'
import { forge, goodClaims, pairOf, plantKey } from './testing/forge'
import { Jar } from './testing/jar'
import { makePerson } from './testing/people'

/** Every kind of credential at every door: only its own takes it. OWASP ASVS 5.0 9.2.2; RFC 8725 §3.12. */

const now = new Date('2026-11-23T12:00:00.000Z')
const ctx = new Jar().ctx(now)

type Take = (credential: string) => Promise<boolean>

const doors: Record<string, Take> = {
  ...ofEach(cookieStrategyIds, (id): [string, Take] => [
    `cookie of ${id}`,
    (credential) => throughCookie(id, credential),
  ]),
  'Authorization header': (credential: string) => throughHeader(credential),
  'refresh endpoint': async (credential: string) => (await refresh(credential, ctx)).ok,
  'exchange endpoint': async (subject_token: string) => (await exchangeToken({ subject_token }, ctx)).ok,
  introspection: async (credential: string) => (await introspect(credential, now)).active,
}

/** One entry of a record for each of these strategies. */
function ofEach<Id extends StrategyId, Value>(ids: Id[], entry: (id: Id) => [name: string, value: Value]) {
  return Object.fromEntries(ids.map(entry))
}

/** Nobody has a key here: a token that is bound to one opens no door that asks for a proof of it. */
const withoutKey = (id: StrategyId, door: string) => (isBound(id) ? [] : [door])

const rightDoors: Record<string, string[]> = {
  ...ofEach(cookieStrategyIds, (id) => [`${id} cookie`, [`cookie of ${id}`]]),
  ...ofEach(tokenStrategyIds, (id) => [
    `${id} access token`,
    [...withoutKey(id, 'Authorization header'), 'introspection'],
  ]),
  ...ofEach(tokenStrategyIds, (id) => [
    `${id} refresh token`,
    [...withoutKey(id, 'refresh endpoint'), 'introspection'],
  ]),
  'ID token, signed with our key': [],
  'logout token, signed with our key': [],
  'access token for another API, signed with our key': [],
  'access token of a stranger': [],
  'session id of a row': [],
}

async function throughCookie(id: CookieStrategyId, credential: string) {
  const asking = new Jar().set(sessionCookie(id), credential).ctx(now, id)
  return isIn(await read(asking), await verifySession(asking))
}

async function throughHeader(access_token: string) {
  const asking = new Jar().hold({ access_token }).ctx(now)
  return isIn(await read(asking), await verifySession(asking))
}

function isIn(read: { ok: boolean }, verified: { ok: boolean }) {
  expect(read.ok).toBe(verified.ok) // a read and a change agree
  return read.ok
}

let person: Person
type Made = () => Promise<string>
let credentials: Record<string, Made>

const held = async (id: StrategyId, pick: (jar: Jar) => string) => {
  const jar = new Jar()
  await clientOf(id).startSession(person, jar, now)
  return pick(jar)
}

beforeAll(async () => {
  person = await makePerson()
  const key = await plantKey('EdDSA', plusSeconds(now, -3600))
  const header = { alg: 'EdDSA', kid: key.kid, typ: 'at+jwt' }
  const signed = (claims: object, head: object = {}) =>
    forge(
      { ...header, ...head },
      { ...goodClaims(person, now, { family: randomUUID() }), ...claims },
      key.privateKey,
    )
  credentials = {
    ...ofEach(cookieStrategyIds, (id): [string, Made] => [
      `${id} cookie`,
      () => held(id, clientOf(id).credential),
    ]),
    ...ofEach(tokenStrategyIds, (id): [string, Made] => [
      `${id} access token`,
      () => held(id, clientOf(id).credential),
    ]),
    ...ofEach(tokenStrategyIds, (id): [string, Made] => [
      `${id} refresh token`,
      () => held(id, (jar) => jar.tokens.refresh_token!),
    ]),
    'ID token, signed with our key': async () => signed({ aud: 'bothways', nonce: 'n' }, { typ: 'JWT' }),
    'logout token, signed with our key': async () => signed({ events: {} }, { typ: 'logout+jwt' }),
    'access token for another API, signed with our key': async () =>
      signed({ aud: 'https://other.example/api' }),
    'access token of a stranger': async () =>
      forge(header, goodClaims(person, now, { family: randomUUID() }), pairOf.EdDSA().privateKey),
    'session id of a row': () => held('database', (jar) => jar.get(sessionCookie('database'))!).then(rowId),
  }
})

async function rowId(token: string) {
  const { presented } = new Jar().set(sessionCookie('database'), token)
  return (await strategyRegistry.database.sessionIdOf(presented, now))!
}

describe.each(Object.entries(rightDoors))('%s', (kind, right) => {
  it.each(Object.keys(doors))('at the %s', async (door) => {
    const isTaken = await doors[door]!(await credentials[kind]!())
    expect(isTaken).toBe(right.includes(door))
  })
})
