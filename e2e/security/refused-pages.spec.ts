import { signedIn, strategies } from '../support/people'
import { expect, test } from '../support/test'

/** 401 and 403 pages are whole without JavaScript: the status, and the words. */

const h1 = (text: string) => /<h1[^>]*>([^<]*)/.exec(text)?.[1]

for (const strategy of strategies)
  test(`${strategy}: a page for administrators says so to a user`, async ({ app, person }) => {
    const { status, text } = await (await signedIn(app, person, strategy)).get('/admin')
    expect([status, h1(text)]).toEqual([403, 'Your role does not allow this'])
    expect(text).toContain('One of them can change your role.')
  })

test('a JWT that outlives its session: the page asks the server, and says so', async ({ app, person }) => {
  const client = await signedIn(app, person, 'jwt')
  const thief = client.jar.copy()
  await client.post('/api/sign-out')
  client.jar = thief
  for (const path of ['/account', '/admin']) {
    const { status, text } = await client.get(path)
    expect([status, h1(text)]).toEqual([401, 'This session was ended'])
  }
})

test('nobody chooses a status by a header', async ({ app, person }) => {
  const client = await signedIn(app, person, 'database')
  expect((await client.get('/account', { 'x-exchange': 'x' })).status).toBe(200)
  expect((await client.get('/admin', { 'x-exchange': 'x' })).status).toBe(403)
})
