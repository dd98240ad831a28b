import { randomBytes } from 'node:crypto'
import { launchApp } from '../../support/app'
import { startCluster } from '../../support/cluster'
import { BoundBrowser, expect, expectNotRefreshed, makePerson, test } from '../../support/dbsc'

/** Two instances on one database: what one has asked to be signed the other takes, once for both. */

test('registered at one, refreshed at the other; a challenge counts once; signed out at one, forgotten at both', async () => {
  test.slow()
  const cluster = await startCluster()
  const settings = { DATABASE_URL: cluster.url, AUTH_SECRET: randomBytes(33).toString('base64url') }
  const [here, there] = [await launchApp(settings), await launchApp(settings)]
  try {
    const browser = await BoundBrowser.bound(here, await makePerson(here))
    const other = browser.at(there)
    const challenge = await browser.challenge()
    expect((await other.refresh({ challenge })).status).toBe(200)
    expectNotRefreshed(await browser.refresh({ challenge }))
    expect([await browser.isSignedIn(), await other.isSignedIn()]).toEqual([true, true])
    expect((await other.client.post('/api/sign-out', { strategy: 'dbsc' })).status).toBe(204)
    const forgotten = await browser.present('/api/dbsc/refresh')
    expect([forgotten.status, forgotten.json()]).toMatchObject([200, { continue: false }])
    expect(await browser.isSignedIn()).toBe(false)
  } finally {
    await Promise.all([here.stop(), there.stop()])
    await cluster.destroy()
  }
})
