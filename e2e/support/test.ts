import { test as base } from '@playwright/test'
import { launchApp, type App } from './app'
import { makePerson, type Person } from './people'

type Shared = { app: App; person: Person }

/** One instance a worker, in the lab, with limits out of the way; and one verified person, for who needs just any. */
export const test = base.extend<object, Shared>({
  app: [
    async ({}, use) => {
      const app = await launchApp()
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  person: [async ({ app }, use) => use(await makePerson(app)), { scope: 'worker' }],
})

export { expect } from '@playwright/test'
