import { randomUUID } from 'node:crypto'
import { createSigner, createVerifier, type SignerOptions } from 'fast-jwt'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/accounts'
import { tokenStrategyIds } from '@/lib/strategies'
import { read } from '../read'
import { clientOf } from '../testing/client-of'
import { goodClaims, plantKey, type KeyOfOurs } from '../testing/forge'
import { Jar } from '../testing/jar'
import { makePerson } from '../testing/people'
import { plusSeconds } from './lifetimes'

/** Another library, which shares no line with ours, makes and verifies our access tokens. */

const now = new Date('2026-11-23T12:00:00.000Z')
const pem = { format: 'pem' } as const
let person: Person
const keys = {} as Record<'EdDSA' | 'ES256', KeyOfOurs>

beforeAll(async () => {
  person = await makePerson()
  keys.EdDSA = await plantKey('EdDSA', plusSeconds(now, -3600))
  keys.ES256 = await plantKey('ES256', plusSeconds(now, 3600))
})

const privatePem = ({ privateKey }: KeyOfOurs) => privateKey.export({ ...pem, type: 'pkcs8' }).toString()
const publicPem = ({ publicKey }: KeyOfOurs) => publicKey.export({ ...pem, type: 'spki' }).toString()

type Signer = Partial<SignerOptions> & { key: string }

function signed({ kid }: KeyOfOurs, options: Signer, changes: Record<string, unknown> = {}) {
  const sign = createSigner({
    kid,
    header: { typ: 'at+jwt' },
    clockTimestamp: now.getTime(),
    ...options,
  } as SignerOptions)
  return sign({ ...goodClaims(person, now, { family: randomUUID() }), ...changes })
}
const status = async (access_token: string) => {
  const reading = await read(new Jar().hold({ access_token }).ctx(now))
  return reading.state.status
}

describe.each(['EdDSA', 'ES256'] as const)('%s', (algorithm) => {
  const good = () => ({ algorithm, key: privatePem(keys[algorithm]) })

  it('what it signs with our key we take', async () => {
    expect(await status(signed(keys[algorithm], good()))).toBe('authenticated')
  })

  it('what it signs for somebody else we do not', async () => {
    for (const wrong of [{ aud: 'other' }, { iss: 'https://other.example' }, { exp: 1 }, { role: 'root' }])
      expect(await status(signed(keys[algorithm], good(), wrong))).toBe('anonymous')
  })

  it('what it signs with a public key as the secret of a MAC we do not', async () => {
    const secret = publicPem(keys[algorithm]).replace(/-----[^-]+-----|\s/g, '') // it refuses a PEM as a secret itself
    expect(await status(signed(keys[algorithm], { algorithm: 'HS256', key: secret }))).toBe('anonymous')
  })
})

it('verifies what we sign, with the key that we publish', async () => {
  for (const strategy of tokenStrategyIds) {
    const jar = new Jar()
    await clientOf(strategy).startSession(person, jar, now)
    const verify = createVerifier({
      key: publicPem(keys.EdDSA),
      algorithms: ['EdDSA'],
      clockTimestamp: now.getTime(),
      allowedIss: 'http://localhost:3000',
      allowedAud: 'http://localhost:3000/api',
    })
    expect(verify(jar.tokens.access_token!) as unknown).toMatchObject({
      sub: person.id,
      client_id: 'bothways',
    })
    expect(() => void verify(`${jar.tokens.access_token!.slice(0, -4)}AAAA`)).toThrow()
  }
})
