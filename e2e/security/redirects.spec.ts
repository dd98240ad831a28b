import { authjsPost } from '../support/authjs'
import { Client } from '../support/client'
import { hostileUrls } from '../support/hostile-urls'
import { formFields } from '../support/page'
import { authjsStrategies } from '../support/people'
import { expect, test } from '../support/test'
import { postForm } from '../support/walk'

/** Nobody is sent to another site from here: ASVS 3.7.2. */

const away = (app: { origin: string }, location: string) =>
  new URL(location, app.origin).origin !== app.origin

for (const callbackUrl of hostileUrls)
  test(`callbackUrl ${JSON.stringify(callbackUrl)}`, async ({ app }) => {
    const client = new Client(app)
    const query = new URLSearchParams({ callbackUrl }).toString()
    const fields = formFields((await client.get(`/sign-in?${query}`)).text, 'Password')
    expect(fields.callbackUrl).toBe('/account')
    for (const strategy of authjsStrategies) {
      await client.get(`/api/auth/${strategy}/signin?${query}`)
      await authjsPost(client, strategy, 'signout', { callbackUrl })
    }
    for (const path of [callbackUrl, `/sign-in${callbackUrl}`].filter((path) => /^\/[!-~]*$/.test(path)))
      await client.get(path)
    const locations = client.answers.flatMap(({ headers }) => headers.location ?? [])
    expect(locations.length).toBeGreaterThan(1)
    expect(locations.filter((location) => away(app, location))).toEqual([])
  })

test('the form itself is not believed either', async ({ app, person }) => {
  for (const callbackUrl of ['//evil.example', 'https://evil.example/']) {
    const client = new Client(app)
    const { email, password } = person
    const answer = await postForm(client, '/sign-in', 'Password', {
      email,
      password,
      strategy: 'database',
      callbackUrl,
    })
    expect(answer.headers.location).toBe('/account')
  }
})
