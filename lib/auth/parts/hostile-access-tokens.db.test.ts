import { randomUUID, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/accounts'
import { strategyIds } from '@/lib/strategies'
import { read } from '../read'
import { clientOf } from '../testing/client-of'
import { forge, goodClaims, pairOf, plantKey, type KeyOfOurs } from '../testing/forge'
import { Jar } from '../testing/jar'
import { makePerson } from '../testing/people'
import { plusSeconds } from './lifetimes'

/** Whatever is wrong with a token: nobody is signed in, and nothing breaks. OWASP ASVS 5.0 9.1, 9.2; RFC 8725; RFC 9068 §4. */

const now = new Date('2026-11-23T12:00:00.000Z')
let person: Person
let key: KeyOfOurs
/** published, and not signing yet */
let next: KeyOfOurs

beforeAll(async () => {
  person = await makePerson()
  key = await plantKey('EdDSA', plusSeconds(now, -3600))
  next = await plantKey('ES256', plusSeconds(now, 3600))
})
afterEach(async () => expect(await status(made())).toBe('authenticated')) // or nothing was shown

const othersThanBearer = strategyIds.filter((id) => id !== 'bearer')

const header = () => ({ alg: key.alg, kid: key.kid, typ: 'at+jwt' })
const claims = () => goodClaims(person, now, { family: randomUUID() })
const made = (changes: Record<string, unknown> = {}, head: Record<string, unknown> = {}) =>
  forge({ ...header(), ...head }, { ...claims(), ...changes }, key.privateKey, key.alg)
const status = async (token: string, at = now) => {
  const jar = new Jar().hold({ access_token: token })
  const reading = await read(jar.ctx(at))
  return reading.state.status === 'anonymous' ? reading.state.because : reading.state.status
}

describe('another implementation', () => {
  it('makes a token that we take', async () => {
    expect(await status(made())).toBe('authenticated')
  })

  it('takes a token that we make, with the published key', async () => {
    const jar = new Jar()
    await clientOf('bearer').startSession(person, jar, now)
    const [head, body, signature] = jar.tokens.access_token!.split('.')
    const data = Buffer.from(`${head}.${body}`)
    expect(verify(null, data, key.publicKey, Buffer.from(signature!, 'base64url'))).toBe(true)
    expect(JSON.parse(Buffer.from(body!, 'base64url').toString())).toMatchObject({
      iss: 'http://localhost:3000',
      aud: 'http://localhost:3000/api',
      sub: person.id,
      client_id: 'bothways',
      scope: 'api',
      role: 'user',
    })
  })

  it('and an ES256 key of ours signs as well', async () => {
    const head = { alg: 'ES256', kid: next.kid, typ: 'at+jwt' }
    expect(await status(forge(head, claims(), next.privateKey))).toBe('authenticated')
  })
})

it('a token that names the session of somebody else is of nobody', async () => {
  const jar = new Jar()
  await clientOf('database').startSession(await makePerson(), jar, now)
  const reading = await read(jar.ctx(now, 'database'))
  const sid = reading.ok ? reading.sessionId : ''
  const token = forge(header(), goodClaims(person, now, { sid }), key.privateKey, key.alg)
  expect(await status(token)).toBe('revoked')
})

describe('algorithms', () => {
  it.each(['none', 'None', 'NONE', 'nOnE'])('%s', async (alg) => {
    for (const signature of ['', 'AAAA'])
      expect(await status(forge({ ...header(), alg }, claims(), '', 'none') + signature)).toBe('malformed')
  })

  it('a MAC with anything public as its key', async () => {
    const { publicKey } = key
    const spki = publicKey.export({ format: 'der', type: 'spki' })
    const keys = [
      publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      publicKey.export({ format: 'pem', type: 'spki' }).toString().trim(),
      spki.toString('latin1'),
      spki.toString('base64'),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
      publicKey.export({ format: 'jwk' }).x!,
      '',
    ]
    for (const secret of keys)
      expect(await status(forge({ ...header(), alg: 'HS256' }, claims(), secret))).toBe('malformed')
  })

  it('another key, whatever algorithm it calls itself', async () => {
    for (const [alg, pair] of Object.entries(pairOf))
      for (const name of [alg, key.alg, 'Ed25519', 'RS256', 'ES512', 'eddsa', 'EDDSA'])
        expect(await status(forge({ ...header(), alg: name }, claims(), pair().privateKey, alg))).toBe(
          'malformed',
        )
  })

  it('the right key under another name of its algorithm', async () => {
    for (const alg of ['ES256', 'Ed25519', 'eddsa', '', null, 1, ['EdDSA'], {}])
      expect(await status(forge({ ...header(), alg }, claims(), key.privateKey, 'EdDSA'))).toBe('malformed')
  })

  it('the kid of one key with the algorithm of another', async () => {
    expect(await status(forge({ ...header(), kid: next.kid }, claims(), key.privateKey))).toBe('malformed')
    expect(await status(forge({ ...header(), alg: 'ES256' }, claims(), next.privateKey))).toBe('malformed')
  })
})

describe('the header', () => {
  it('leads to no other key: nothing it points at is fetched', async () => {
    let hits = 0
    const canary = createServer((_, response) => {
      hits += 1
      response.end('{"keys":[]}')
    }).listen(0)
    const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/keys`
    const evil = pairOf.EdDSA()
    const jwk = { ...evil.publicKey.export({ format: 'jwk' }), kid: 'evil' }
    const leads = [
      ...[
        { jku: url },
        { x5u: url },
        { jwk },
        { x5c: [url, 'MIIB'] },
        { jku: url, kid: 'evil' },
        { jwk, kid: 'evil' },
      ],
      ...[
        { kid: url },
        { kid: '../dev/null' },
        { kid: "' OR 1=1--" },
        { kid: '' },
        { kid: null },
        { kid: 7 },
      ],
      ...[{ kid: ['x'] }, { kid: '\u0000' }, { kid: '__proto__' }, { iss: url, jku: url }],
    ]
    for (const lead of leads)
      expect(await status(forge({ ...header(), ...lead }, claims(), evil.privateKey, 'EdDSA'))).toBe(
        'malformed',
      )
    canary.close()
    expect(hits).toBe(0)
  })

  it.each([
    ...['JWT', 'jwt', 'at', 'id+jwt', 'logout+jwt', 'application/jwt', 'dpop+jwt', 'refresh+jwt', ''],
    ...[null, 1, ['at+jwt']],
  ])('typ %j is no access token', async (typ) => {
    expect(await status(made({}, { typ }))).toBe('malformed')
  })

  it('crit, b64 and zip are not understood', async () => {
    for (const head of [{ crit: ['x'], x: 1 }, { b64: false, crit: ['b64'] }, { crit: [] }, { crit: 'x' }])
      expect(await status(made({}, head))).toBe('malformed')
  })
})

describe('claims, signed with our own key', () => {
  it.each([
    'iss',
    'aud',
    'sub',
    'client_id',
    'iat',
    'exp',
    'jti',
    'scope',
    'role',
    'email',
    'auth_time',
    'family',
    'strategy',
  ])('without %s', async (name) => expect(await status(made({ [name]: undefined }))).toBe('malformed'))

  const wrong: [string, unknown[]][] = [
    [
      'iss',
      [
        'http://localhost:3001',
        'http://localhost:3000/',
        'HTTP://LOCALHOST:3000',
        ['http://localhost:3000'],
        null,
      ],
    ],
    [
      'aud',
      [
        'http://localhost:3000',
        'http://localhost:3000/api/',
        'other',
        ['http://localhost:3000/api', 'other'],
        [],
        null,
        {},
      ],
    ],
    ['exp', ['1795435500', null, -1, 1e15, 1e300, 1.5, [1795435500], {}, true]],
    ['iat', ['1795435200', null, -1, 0, 1e15, 1.5, [], true]],
    ['nbf', ['x', null, 1e15, -1, 1.5, [], {}]],
    ['sub', ['', 'nobody', 7, null, {}]],
    ['role', ['root', '', null, ['admin'], { admin: true }]],
    ['client_id', ['evil', '', null]],
    ['sid', ['', 'x', null, 7]],
    ['strategy', [...othersThanBearer, 'Bearer', 'constructor', '__proto__', '', null, 7, ['bearer']]],
  ]
  it.each(wrong)('%s that is not ours', async (name, values) => {
    for (const value of values) {
      const family = name === 'sid' ? undefined : randomUUID()
      expect(await status(made({ [name]: value, family })), JSON.stringify(value)).toMatch(
        /malformed|expired/,
      )
    }
  })

  it('numbers that JSON has and dates have not', async () => {
    const text = JSON.stringify(claims())
    for (const number of ['1e999', '-1e999', 'NaN', '01', '"NaN"'])
      for (const name of ['exp', 'iat', 'nbf']) {
        const odd = text.replace(/}$/, `,"${name}":${number}}`)
        expect(await status(forge(header(), odd, key.privateKey, 'EdDSA')), odd).toMatch(/malformed|expired/)
      }
  })

  it('a payload that is no object', async () => {
    for (const payload of [
      'null',
      '[]',
      '"x"',
      '1',
      'true',
      '',
      '{',
      '\ufeff{}',
      '{"__proto__":{"role":"admin"}}',
    ])
      expect(await status(forge(header(), payload, key.privateKey, 'EdDSA'))).toBe('malformed')
  })

  it('exp to the second, nbf and iat ahead by no more than the tolerance', async () => {
    const good = made()
    expect(await status(good, plusSeconds(now, 299))).toBe('authenticated')
    expect(await status(good, plusSeconds(now, 300))).toBe('expired')
    expect(await status(good, plusSeconds(now, -5))).toBe('authenticated')
    expect(await status(good, plusSeconds(now, -6))).toBe('malformed')
    const seconds = Math.floor(now.getTime() / 1000)
    expect(await status(made({ nbf: seconds + 5 }))).toBe('authenticated')
    expect(await status(made({ nbf: seconds + 6 }))).toBe('malformed')
  })

  it('a token that would outlive all of ours', async () => {
    const seconds = Math.floor(now.getTime() / 1000)
    expect(await status(made({ exp: seconds + 301 }))).toBe('malformed')
    expect(await status(made({ iat: seconds - 301, exp: seconds + 1 }))).toMatch(/malformed|expired/)
  })
})

describe('tampering', () => {
  it('no flipped bit of any byte of any segment is accepted', async () => {
    const good = made()
    for (let index = 0; index < good.length; index++) {
      const flipped = String.fromCharCode(good.charCodeAt(index) ^ (1 << (index % 7)))
      const token = good.slice(0, index) + flipped + good.slice(index + 1)
      expect(await status(token), `${index} ${flipped}`).toBe('malformed')
    }
  })

  it('a signature has one spelling', async () => {
    const good = made()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (const last of alphabet)
      if (!good.endsWith(last)) expect(await status(good.slice(0, -1) + last)).toBe('malformed')
    for (const token of [
      `${good}=`,
      `${good}==`,
      `${good}A`,
      good.replaceAll('-', '+').replaceAll('_', '/') + '==',
    ])
      expect(await status(token)).toBe('malformed')
  })

  it('cut, doubled, emptied, nested, encrypted', async () => {
    const good = made()
    const [head, body, signature] = good.split('.')
    const broken = [
      ...[
        `${head}.${body}`,
        `${head}.${body}.`,
        `.${body}.${signature}`,
        `${head}..${signature}`,
        '..',
        '....',
      ],
      ...[`${good}.${signature}`, `${good}.`, `.${good}`, good.repeat(2), `${head}.${head}.${signature}`],
      ...[
        JSON.stringify({ protected: head, payload: body, signature }),
        `${head}.${body}.${'A'.repeat(5000)}`,
      ],
      ...[`${head}.${body}.${'A'.repeat(86)}`, forge(header(), good, key.privateKey, 'EdDSA')],
      `${Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url')}..AAAA.AAAA.AAAA`,
    ]
    for (const token of broken) expect(await status(token), token.slice(0, 40)).toBe('malformed')
  })
})

describe('the Authorization header', () => {
  const said = async (authorization: string) => {
    const reading = await read({
      presented: { cookies: new Map(), authorization },
      strategy: 'database',
      now,
    })
    return reading.state.status
  }

  it('Bearer in any case, and nothing else', async () => {
    const token = made()
    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      expect(await said(`${scheme} ${token}`)).toBe('authenticated')
    for (const odd of [
      ...[
        token,
        `Basic ${token}`,
        `Bearer${token}`,
        `Bearer\t${token}`,
        `Bearer ${token} ${token}`,
        ` Bearer ${token}`,
      ],
      ...[
        `Bearer ${token},`,
        `Bearer "${token}"`,
        `Bearer token=${token}`,
        `DPoP ${token}`,
        `Bearer ${token}\n`,
        'Bearer',
      ],
    ])
      expect(await said(odd), odd.slice(0, 20)).toBe('anonymous')
  })
})
