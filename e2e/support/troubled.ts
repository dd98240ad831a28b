import { Client } from './client'
import { startCluster, type Cluster } from './cluster'
import { expect, test as base } from './test'
import { until } from './until'

/** An instance whose database a test may harm. */
export const test = base.extend<object, { cluster: Cluster }>({
  cluster: [
    async ({}, use) => {
      const cluster = await startCluster()
      await use(cluster)
      await cluster.destroy()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  settings: [async ({ cluster }, use) => use({ DATABASE_URL: cluster.url }), { scope: 'worker' }],
})

/** Runs `work` while the database is in trouble, and waits until it is well again. */
export async function during(
  cluster: Cluster,
  app: { url: string; origin: string },
  [harm, heal]: ['stop' | 'freeze' | 'read-only', 'start' | 'thaw' | 'read-write'],
  work: () => Promise<void>,
) {
  await cluster.order(harm)
  try {
    await work()
  } finally {
    await cluster.order(heal)
    await until(
      'the app to be ready again',
      async () => (await new Client(app).get('/readyz')).status === 200,
    )
  }
}

export { expect }
