import { test as base } from '@playwright/test'
import { launchApp, type App } from './app'
import { makePerson, type Person } from './people'

type Shared = { settings: Record<string, string>; flags: readonly string[]; app: App; person: Person }

/**
 * One instance a worker, in the lab, with limits out of the way; and one verified person, for who needs just any.
 * A spec that needs other `settings` or `flags` says so with `test.use`, and gets a worker and an instance of its own.
 */
export const test = base.extend<object, Shared>({
  settings: [{}, { scope: 'worker', option: true }],
  flags: [[], { scope: 'worker', option: true }],
  app: [
    async ({ settings, flags }, use) => {
      const app = await launchApp(settings, undefined, flags)
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  person: [async ({ app }, use) => use(await makePerson(app)), { scope: 'worker' }],
})

export { expect } from '@playwright/test'
