import { Client } from '../support/client'
import { runExperiment } from '../support/experiments'
import { signedIn } from '../support/people'
import { expect, test } from '../support/test'

/** A fault is met by the trial alone: whoever is signed in beside it goes on as if nothing were. */

for (const slug of ['database-outage', 'slow-database'])
  test(`${slug}: nobody else notices`, async ({ app, person }) => {
    const client = await signedIn(app, person, 'database')
    const statuses: number[] = []
    let isRunning = true
    const running = runExperiment(app, slug).finally(() => (isRunning = false))
    while (isRunning) {
      statuses.push((await client.get('/api/me')).status, (await new Client(app).get('/readyz')).status)
    }
    const outcomes = await running
    expect(Object.keys(outcomes)).toEqual(['database', 'jwt', 'bearer', 'hybrid'])
    expect(statuses.length).toBeGreaterThan(10)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })
