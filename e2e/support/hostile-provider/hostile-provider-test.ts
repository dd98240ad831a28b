import { startCluster, type Cluster } from '../cluster'
import { countRows } from '../rows'
import { expect, test as base } from '../test'
import { startHostileProvider, type HostileProvider } from '.'

type Fixtures = {
  /** which kind of client the app is; each kind has an instance of its own */
  kind: 'confidential' | 'public'
  /** OIDC_TIMEOUT_MS of the app; each has an instance of its own */
  timeoutMs: number
  cluster: Cluster
  hostile: HostileProvider
  /** right in everything, until the test says otherwise */
  provider: HostileProvider
  /** how many rows every table holds now */
  rows: () => Promise<Record<string, number>>
}

/** An instance whose generic provider is the hostile one, and whose tables a test may count. */
export const test = base.extend<Fixtures>({
  kind: ['confidential', { option: true }],
  timeoutMs: [5000, { option: true }],
  instance: async ({ instances, kind, timeoutMs }, use) =>
    use(await instances.at(`hostile provider, ${kind}, ${timeoutMs} ms`)),
  cluster: [
    async ({ instance }, use) =>
      use(await instance.part('cluster', startCluster, (cluster) => cluster.destroy())),
    { timeout: 300_000 },
  ],
  hostile: async ({ instance, kind }, use) => {
    const start = () => startHostileProvider(kind)
    await use(await instance.part('provider', start, (provider) => provider.stop()))
  },
  settings: async ({ cluster, hostile, timeoutMs }, use) =>
    use({ DATABASE_URL: cluster.url, OIDC_TIMEOUT_MS: String(timeoutMs), ...hostile.settings }),
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
