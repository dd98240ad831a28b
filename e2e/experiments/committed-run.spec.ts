import type { Page } from '@playwright/test'
import committed from '@/lib/lab/results/committed.json' with { type: 'json' }
import { Client } from '../support/client'
import { experimentSlugs, runExperiment, type Outcomes } from '../support/experiments'
import { signedIn } from '../support/people'
import { expect, test } from '../support/test'

/**
 * What the pages say of a strategy is what a run of it says now: every experiment is run, and held to the committed
 * run. What is to be seen beside its outcomes is looked at in the same run, but for the one that measures time.
 */

type Committed = Record<string, { outcomes: Outcomes }>
const runs = committed as unknown as Committed // JSON knows no tuples

/** Those that make the database fail, for the trial alone. */
const faults = ['database-outage', 'slow-database']
/** Those that need a real browser: a script in a page, and pages of other sites. */
const windows = ['stolen-by-script', 'cross-site-request']

/** What must be the same on every machine; what was measured need not. */
const claimed = (outcomes: Outcomes) =>
  Object.fromEntries(
    Object.entries(outcomes).map(([strategy, { verdict, result, seconds }]) => [
      strategy,
      { verdict, result, seconds },
    ]),
  )

test('every experiment of the registry is in the committed run, and nothing else is', async ({ app }) => {
  const slugs = await experimentSlugs(app)
  expect(slugs.length).toBeGreaterThan(0)
  expect(Object.keys(runs)).toEqual(slugs)
  expect(slugs).toEqual(expect.arrayContaining([...faults, ...windows]))
})

const noWindow = (url: string): Promise<void> => Promise.reject(new Error(`It asks for a window: ${url}`))

for (const [slug, { outcomes }] of Object.entries(runs)) {
  if (slug === 'database-outage' || windows.includes(slug)) continue
  test(slug, async ({ app }) => {
    test.slow()
    expect(claimed(await runExperiment(app, slug, noWindow))).toEqual(claimed(outcomes))
  })
}

for (const slug of faults)
  test(`${slug}: whoever is signed in beside the trial goes on as if nothing were`, async ({
    app,
    person,
  }) => {
    test.slow()
    const client = await signedIn(app, person, 'database')
    const statuses: number[] = []
    let isRunning = true
    const running = runExperiment(app, slug, noWindow).finally(() => (isRunning = false))
    while (isRunning) {
      statuses.push((await client.get('/api/me')).status, (await new Client(app).get('/readyz')).status)
    }
    const seen = claimed(await running)
    // what is slow is measured in milliseconds: requests beside it would be measured too
    if (slug === 'database-outage') expect(seen).toEqual(claimed(runs[slug]!.outcomes))
    else expect(Object.keys(seen)).toEqual(Object.keys(runs[slug]!.outcomes))
    expect(statuses.length).toBeGreaterThan(10)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

for (const slug of windows)
  test(`${slug}: what is measured is the same on every machine, and nothing of it stays in the browser`, async ({
    app,
    page,
    context,
    person,
  }) => {
    test.slow()
    await signIn(page, app.url, person)
    const sessions = async () => (await context.cookies()).filter(({ name }) => name.startsWith('session.'))
    const before = await sessions()
    expect(before).toHaveLength(1)
    const other = await context.newPage()
    const seen = await runExperiment(app, slug, async (url) => void (await other.goto(url)))
    expect(seen).toEqual(runs[slug]!.outcomes)
    await expect(other.getByRole('status')).toHaveText('Done. You can close this window.')
    expect(await sessions()).toEqual(before)
  })

async function signIn(page: Page, url: string, { email, password }: { email: string; password: string }) {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()
}

/** A new committed run is not to change these unseen. */
test('the committed run says of the two in a window what it must', () => {
  const seen = (slug: string) =>
    Object.fromEntries(
      Object.entries(runs[slug]!.outcomes).map(([id, { verdict, measured }]) => [id, { verdict, measured }]),
    )
  const used = {
    verdict: 'Used in the page, not taken away',
    measured: {
      'kept in a cookie, without a policy': 'used in the page',
      'under the policy of the app': 'the script did not run',
    },
  }
  const taken = {
    verdict: 'Taken away from sessionStorage and memory, used elsewhere',
    measured: {
      'kept in sessionStorage, without a policy': 'taken away',
      'kept in memory, without a policy': 'taken away',
      'under the policy of the app': 'the script did not run',
    },
  }
  const usedWithItsKey = {
    verdict: used.verdict,
    measured: {
      'kept in sessionStorage, without a policy': 'used in the page',
      'kept in memory, without a policy': 'used in the page',
      'under the policy of the app': 'the script did not run',
    },
  }
  expect(seen('stolen-by-script')).toEqual({
    database: used,
    dbsc: used,
    jwt: used,
    bearer: taken,
    hybrid: taken,
    dpop: usedWithItsKey,
  })
  const cookie = {
    verdict: 'Refused, also where the cookie comes along',
    measured: {
      'from another site': '403, 405, 403, without the credential',
      'from another port of this host': '403, 405, 403, with the credential',
    },
  }
  const nothing = {
    verdict: 'Refused: nothing comes along by itself',
    measured: {
      'from another site': '403, 405, 403, without the credential',
      'from another port of this host': '403, 405, 403, without the credential',
    },
  }
  expect(seen('cross-site-request')).toEqual({
    database: cookie,
    jwt: cookie,
    dbsc: cookie,
    bearer: nothing,
    hybrid: nothing,
    dpop: nothing,
  })
})
