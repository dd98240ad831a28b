import { Client } from './client'
import { startCluster, type Cluster } from './cluster'
import { expect, test as base } from './test'
import { until } from './until'

/** An instance whose database a test may harm. */
export const test = base.extend<{ cluster: Cluster }>({
  instance: async ({ instances }, use) => use(await instances.at('troubled')),
  cluster: [
    async ({ instance }, use) =>
      use(await instance.part('cluster', startCluster, (cluster) => cluster.destroy())),
    { timeout: 300_000 },
  ],
  settings: async ({ cluster }, use) => use({ DATABASE_URL: cluster.url }),
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
