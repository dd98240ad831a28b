import { Client } from '../support/client'
import { formFields, multipart } from '../support/page'
import { admin, signedIn, strategies, type StrategyId } from '../support/people'
import { expect, test } from '../support/test'

/** Protected pages and their actions, each way of asking for them: ASVS 8.3.1. The proxy is never the only guard. */

const waysOfAsking = {
  directly: {},
  'as data (RSC)': { rsc: '1', 'next-url': '/' },
  'as a prefetch': { rsc: '1', 'next-router-prefetch': '1', purpose: 'prefetch', 'sec-purpose': 'prefetch' },
  'as a segment': { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
  'as a subrequest of the proxy': { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  'as what the proxy passed': {
    'x-middleware-next': '1',
    'x-middleware-rewrite': '/account',
    'x-middleware-set-cookie': 'a=b',
  },
  'under another address': {
    'x-invoke-path': '/account',
    'x-matched-path': '/account',
    'x-rewrite-url': '/account',
    'x-original-url': '/account',
  },
  'with a state tree': { rsc: '1', 'next-router-state-tree': encodeURIComponent(JSON.stringify(['', {}])) },
}

/** Follows the detour that Next sends a request for data on, to its own `_rsc` parameter. */
async function ask(client: Client, path: string, headers: Record<string, string>) {
  const answer = await client.get(path, headers)
  const { location = '' } = answer.headers
  return location.startsWith(`${path}?_rsc`) ? client.get(location, headers) : answer
}

for (const [way, headers] of Object.entries(waysOfAsking))
  test(`protected pages, asked for ${way}: nothing for a stranger, no admin for a user`, async ({
    app,
    person,
  }) => {
    const stranger = new Client(app)
    for (const path of ['/account', '/admin', '/account?x=1', '/%61ccount', '/ACCOUNT']) {
      const { text, status } = await ask(stranger, path, headers)
      expect([200, 307, 401, 404], path).toContain(status)
      for (const secret of [person.email, 'grace@example.com', 'End session', 'Change password'])
        expect(text).not.toContain(secret)
    }
    for (const strategy of strategies) await userSeesNoAdmin(await signedIn(app, person, strategy), headers)
  })

async function userSeesNoAdmin(client: Client, headers: Record<string, string>) {
  const { text } = await ask(client, '/admin', headers)
  for (const secret of ['grace@example.com', 'ada@example.com', 'Live sessions'])
    expect(text).not.toContain(secret)
}

/** The forms of an administrator in the hands of somebody else. */
const others: [who: string, signIn: ((app: Parameters<typeof signedIn>[0]) => Promise<Client>) | null][] = [
  ['a stranger', null],
  ...strategies.map((strategy: StrategyId): (typeof others)[number] => [
    `a user under ${strategy}`,
    (app) => signedIn(app, { email: 'ada@example.com', password: admin.password }, strategy),
  ]),
]

for (const [who, enter] of others)
  test(`${who} posts the administrator's form: nothing happens`, async ({ app }) => {
    const boss = await signedIn(app, admin)
    const { text } = await boss.get('/admin')
    const fields = formFields(text, 'Disable')
    const client = enter ? await enter(app) : new Client(app)
    const { body, headers } = multipart(fields)
    for (const path of ['/admin', '/sign-in', '/']) {
      const answer = await client.send('POST', path, { body, headers })
      expect(answer.status).toBeLessThan(500)
      expect(answer.text).not.toContain('Live sessions')
    }
    expect((await boss.get('/admin')).text.split('Disable').length).toBe(text.split('Disable').length)
  })
