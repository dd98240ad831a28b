import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { check, tampered, WrongAnswer, type Variant } from './variant'

test('a credential that was changed differs in one character of each cookie, or of the token', () => {
  expect(tampered({ authorization: 'Bearer abcdef' })).toEqual({ authorization: 'Bearer abcAef' })
  expect(tampered({ authorization: 'Bearer abcAef' })).toEqual({ authorization: 'Bearer abcBef' })
  expect(tampered({ cookie: 'strategy=jwt; session=aa.%.aa' })).toEqual({
    cookie: 'strategy=jwt; session=aa.%.Aa',
  })
  expect(tampered({ dpop: 'proof', authorization: 'DPoP abc' })).toEqual({
    dpop: 'proof',
    authorization: 'DPoP aAc',
  })
})

/** Whoever comes with `good` is `me`; the rest is for a test to say. */
async function served(
  answer: (token: string | undefined) => { status: number; id: string },
  work: (v: Variant) => Promise<void>,
) {
  const server = createServer(({ headers }, response) => {
    const { status, id } = answer(headers.authorization?.split(' ')[1])
    response.writeHead(status).end(JSON.stringify({ id }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const signIn = async () => good
  try {
    await work({ name: 'one', path: '/', origin, signIn, expectedId: async () => 'me', refusedWith: 401 })
  } finally {
    server.close()
  }
}

const good = { kind: 'fixed', headers: { authorization: 'Bearer good' } } as const
const refused = { status: 401, id: '' }
const me = { status: 200, id: 'me' }

test('whoever knows the person and refuses a changed credential may be measured', () =>
  served(
    (token) => (token === 'good' ? me : refused),
    (variant) => check(variant, good),
  ))

test.each([
  ['takes a changed credential', (token?: string) => (token ? me : refused)],
  ['asks for none', () => me],
  ['says somebody else', (token?: string) => (token === 'good' ? { status: 200, id: 'you' } : refused)],
  ['refuses the good one', () => refused],
  ['fails at a changed one', (token?: string) => (token === 'good' ? me : { status: 500, id: '' })],
])('whoever %s may not', (_, answer) =>
  served(answer, async (variant) => {
    await expect(check(variant, good)).rejects.toThrow(WrongAnswer)
  }),
)
