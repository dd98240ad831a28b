import { Client, type Answer } from '../support/client'
import { admin, makePerson, newPerson, signedIn, signUp } from '../support/people'
import { expect, test } from '../support/test'

/** Nobody learns here who has an account: ASVS 6.3.8. Text, status, headers and, roughly, time. */

/** All of an answer but what differs between any two. */
function visible({ status, headers, text }: Answer) {
  const { date: _, ...rest } = headers
  return { status, text, headers: { ...rest, 'server-timing': undefined } }
}

const kinds = ['existing', 'unknown', 'unverified', 'disabled'] as const
const people = {} as Record<(typeof kinds)[number], string>

test.describe.configure({ mode: 'default' })
test.beforeAll(async ({ app, person }) => {
  people.existing = person.email
  people.unknown = newPerson().email
  people.unverified = (await signUp(app)).email
  const disabled = await makePerson(app)
  people.disabled = disabled.email
  const { user } = (await (await signedIn(app, disabled)).get('/api/me')).json<{ user: { id: string } }>()
  await (await signedIn(app, admin)).post(`/api/admin/users/${user.id}/disable`)
})

const requests: Record<string, (email: string) => [path: string, body: object]> = {
  'signing in': (email) => ['/api/sign-in', { email, password: 'wrong wrong wrong' }],
  'signing up': (email) => [
    '/api/sign-up',
    { email, name: 'Somebody', password: 'nine amber lanterns glow' },
  ],
  'asking for a reset': (email) => ['/api/password/forgot', { email }],
}

for (const [what, request] of Object.entries(requests))
  test(`${what}: one answer for every kind of address`, async ({ app }) => {
    const answers: Answer[] = []
    for (const kind of kinds) answers.push(await new Client(app).post(...request(people[kind])))
    for (const answer of answers) expect(visible(answer)).toEqual(visible(answers[0]!))
  })

test('the right password of a disabled or unverified person: the same answer', async ({ app }) => {
  const tryWith = (email: string, password: string) =>
    new Client(app).post('/api/sign-in', { email, password })
  const wrong = visible(await tryWith(people.existing, 'wrong wrong wrong'))
  for (const email of [people.unverified, people.disabled])
    expect(visible(await tryWith(email, newPerson().password))).toEqual(wrong)
})

test('an unknown address costs about as much time as a known one', async ({ app }) => {
  const median = async (email: string) => {
    const times: number[] = []
    for (let count = 0; count < 3; count++) {
      const started = performance.now()
      await new Client(app).post('/api/sign-in', { email, password: 'wrong wrong wrong' })
      times.push(performance.now() - started)
    }
    return times.sort((a, b) => a - b)[1]!
  }
  const [known, unknown, disabled] = [
    await median(people.existing),
    await median(people.unknown),
    await median(people.disabled),
  ]
  for (const other of [unknown, disabled]) expect(other / known).toBeGreaterThan(0.4) // no hash at all would be 0.05
})
