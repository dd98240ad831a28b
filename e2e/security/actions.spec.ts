import { Client } from '../support/client'
import { formFields, multipart } from '../support/page'
import { signedIn } from '../support/people'
import { expect, test } from '../support/test'

/** Server actions fed with junk: ASVS 2.2.1, 16.5.1. The framework decodes what comes before any code of ours sees it. */

const id = 'a'.repeat(42)
const urlEncoded = 'application/x-www-form-urlencoded'
const junk: Record<string, { headers: Record<string, string>; body: string }> = {
  'an unknown action': {
    headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' },
    body: '[]',
  },
  'no id at all': { headers: { 'next-action': 'x' }, body: '[]' },
  'an id of the language': { headers: { 'next-action': '__proto__' }, body: '[]' },
  'an unknown action in a form': multipart({ [`$ACTION_ID_${id}`]: '' }),
  'a reference to nothing': multipart({ $ACTION_REF_1: '', '$ACTION_1:0': '{"id":"x","bound":null}' }),
  'a reference that is no JSON': multipart({ $ACTION_REF_1: '', '$ACTION_1:0': '{' }),
  'a reference to itself': multipart({ $ACTION_REF_1: '', '$ACTION_1:0': '{"id":"x","bound":"$@0"}' }),
  'names of the language': multipart({ __proto__: 'x', constructor: 'y', 'a[__proto__][b]': 'z' }),
  'a form without a boundary': { headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
  'a form that breaks off': {
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nConte',
  },
  'a form of the other kind': {
    headers: { 'content-type': urlEncoded },
    body: '$ACTION_ID_x=1&$ACTION_REF_1=',
  },
  'no form': { headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
  'too much': { headers: { 'next-action': id, 'content-type': 'text/plain' }, body: 'x'.repeat(2_000_000) },
}

for (const [what, { headers, body }] of Object.entries(junk))
  test(`${what}: no word about what is behind`, async ({ app, person }) => {
    const client = await signedIn(app, person)
    for (const path of ['/sign-in', '/account', '/admin']) {
      const answer = await client.send('POST', path, { headers, body })
      expect(answer.status, path).toBeGreaterThanOrEqual(400)
      expect(answer.status, path).toBeLessThan(500)
      expect(answer.text).not.toMatch(/node_modules|\bat \S+ \(|Prisma/)
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
    }
    expect((await client.get('/api/me')).status).toBe(200)
  })

const limitBytes = 16 * 1024
const grows = {
  'many small fields': (size: number) =>
    Object.fromEntries(Array.from({ length: size / 80 }, (_, at) => [`f${at}`, ''])),
  'line ends': (size: number) => ({ email: '\n'.repeat(size) }),
  'bytes that are no text': (size: number) => ({ email: '\xff'.repeat(size) }),
  'text up to the limit': (size: number) => ({ email: 'x'.repeat(size) }),
}

for (const [what, fields] of Object.entries(grows))
  test(`${what}: what fits into the limit as it comes is taken, however much it is once it is written anew`, async ({
    app,
  }) => {
    const client = new Client(app)
    const own = formFields((await client.get('/forgot-password')).text, 'Email')
    const room = limitBytes - multipart({ ...own, email: '' }).body.length
    const { body, headers } = multipart({ ...own, ...fields(room) })
    const bytes = Buffer.from(body, 'latin1')
    expect(bytes.byteLength).toBeLessThanOrEqual(limitBytes)
    expect((await client.send('POST', '/forgot-password', { body: bytes, headers })).status).toBe(200)
  })

/** What the framework can decode must not surprise us; what it cannot, it does not get to see. */
const decodable = ['[]', '[1,2]', '{"id":1}', '[{"done":true}]']
const undecodable = ['', 'null', '"$K1"', '["$F1"]', '[{"then":"$1"}]', '\u0000']

for (const value of [...decodable, ...undecodable])
  test(`a known action with the arguments ${JSON.stringify(value)}`, async ({ app, person }) => {
    const client = await signedIn(app, person)
    const known = Object.entries(formFields((await client.get('/account')).text, 'Change password'))
    const fields = Object.fromEntries(known.map(([name, own]) => [name, name.endsWith(':1') ? value : own]))
    const { body, headers } = multipart({ ...fields, unexpected: 'field' })
    const answer = await client.send('POST', '/account', { body, headers })
    if (decodable.includes(value)) expect(answer.status).toBeLessThan(500)
    else expect(answer.status).toBe(400)
    expect(answer.text).not.toMatch(/node_modules|\bat \S+ \(|Prisma/)
    expect((await client.get('/api/me')).status).toBe(200)
  })
