import { spawnSync } from 'node:child_process'
import { Client } from '../support/client'
import { signedIn, strategies, tokensOf, unboundStrategies, type Tokens } from '../support/people'
import { during, expect, test as troubled } from '../support/troubled'

/** The database is reached through a stock pgbouncer in transaction mode, and nothing but DATABASE_URL says so. */

const hasPooler = ['pgbouncer', '/usr/sbin/pgbouncer'].some(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
)
troubled.skip(!hasPooler, 'pgbouncer is not installed here')

const test = troubled.extend({
  instance: async ({ instances }, use) => use(await instances.at('pooler')),
  settings: async ({ instance, cluster }, use) => {
    const url = await instance.part('pooler', () => cluster.order('pool'))
    await use({ DATABASE_URL: url, RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '1000' })
  },
})

const withoutOrigin = { origin: undefined }

test('thirty sign-ins at once, and as many rotations: none fails, and the log says nothing', async ({
  app,
  person,
}) => {
  const { email, password } = person
  const clients = Array.from({ length: 30 }, () => new Client(app))
  const signIns = clients.map((client, n) =>
    client.post('/api/sign-in', { email, password, strategy: strategies[n % strategies.length] }),
  )
  expect((await Promise.all(signIns)).map(({ status }) => status)).toEqual(clients.map(() => 200))
  const renewals = clients.flatMap((client) => [client.post('/api/renew'), client.get('/api/me')])
  expect((await Promise.all(renewals)).map(({ status }) => status)).toEqual(renewals.map(() => 200))
  const families = await Promise.all(
    unboundStrategies.flatMap((strategy) =>
      Array.from({ length: 5 }, () => tokensOf(app, person, { strategy })),
    ),
  )
  const rotate = ({ refresh_token }: Tokens) =>
    new Client(app).post('/api/token/refresh', { refresh_token }, withoutOrigin)
  const rotated = await Promise.all(families.map(rotate))
  expect(rotated.map(({ status }) => status)).toEqual(families.map(() => 200))
  const again = await Promise.all(families.map(rotate))
  expect(again.map(({ status }) => status)).toEqual(families.map(() => 400))
  expect(app.log()).not.toMatch(/"level":"(error|fatal)"|prepared statement|\n\s+at /)
})

test('the server away behind it: "cannot tell", and well again afterwards', async ({
  app,
  cluster,
  person,
}) => {
  const client = await signedIn(app, person, 'database')
  await during(cluster, app, ['stop', 'start'], async () => {
    for (const path of ['/api/me', '/readyz']) expect((await client.get(path)).status).toBe(503)
  })
  expect((await client.get('/api/me')).status).toBe(200)
})
