import committed from '@/lib/lab/results/committed.json' with { type: 'json' }
import { experimentSlugs, runExperiment, type Outcomes } from '../support/experiments'
import { expect, test } from '../support/test'

/** What the pages say of a strategy is what a run of it says now: every experiment is run, and held to the committed run. */

type Committed = Record<string, { outcomes: Outcomes }>
const runs = committed as unknown as Committed // JSON knows no tuples

/** What must be the same on every machine; what was measured need not. */
const claimed = (outcomes: Outcomes) =>
  Object.fromEntries(
    Object.entries(outcomes).map(([strategy, { verdict, result, seconds }]) => [
      strategy,
      { verdict, result: result, seconds },
    ]),
  )

test('every experiment of the registry is in the committed run, and nothing else is', async ({ app }) => {
  const slugs = await experimentSlugs(app)
  expect(slugs.length).toBeGreaterThan(0)
  expect(Object.keys(runs)).toEqual(slugs)
})

for (const [slug, { outcomes }] of Object.entries(runs)) {
  test(slug, async ({ app, page }) => {
    test.slow()
    const openWindow = async (url: string) => void (await page.goto(url))
    expect(claimed(await runExperiment(app, slug, openWindow))).toEqual(claimed(outcomes))
  })
}
