import { startCluster, type Cluster } from '../cluster'
import { countRows } from '../rows'
import { expect, test as base } from '../test'
import { startHostileProvider, type HostileProvider } from '.'

type Shared = {
  /** which kind of client the app is; each kind has an instance of its own */
  kind: 'confidential' | 'public'
  /** OIDC_TIMEOUT_MS of the app; each has an instance of its own */
  timeoutMs: number
  cluster: Cluster
  hostile: HostileProvider
}

type Each = {
  /** right in everything, until the test says otherwise */
  provider: HostileProvider
  /** how many rows every table holds now */
  rows: () => Promise<Record<string, number>>
}

/** An instance whose generic provider is the hostile one, and whose tables a test may count. */
export const test = base.extend<Each, Shared>({
  kind: ['confidential', { scope: 'worker', option: true }],
  timeoutMs: [5000, { scope: 'worker', option: true }],
  cluster: [
    async ({}, use) => {
      const cluster = await startCluster()
      await use(cluster)
      await cluster.destroy()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  hostile: [
    async ({ kind }, use) => {
      const provider = await startHostileProvider(kind)
      await use(provider)
      await provider.stop()
    },
    { scope: 'worker' },
  ],
  settings: [
    async ({ cluster, hostile, timeoutMs }, use) =>
      use({ DATABASE_URL: cluster.url, OIDC_TIMEOUT_MS: String(timeoutMs), ...hostile.settings }),
    { scope: 'worker' },
  ],
  provider: [
    async ({ hostile, app }, use) => {
      hostile.reset(app.origin)
      await use(hostile)
    },
    { auto: true },
  ],
  rows: async ({ cluster }, use) => use(() => countRows(cluster.url)),
})

export { expect }
