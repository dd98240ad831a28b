import { test as base } from '@playwright/test'
import { launchApp, type App } from './app'
import { Instances, type Instance } from './instances'
import { makePerson, type Person } from './people'

type Settings = Record<string, string>

type Fixtures = {
  settings: Settings
  flags: readonly string[]
  /** what the tests of one app share. A spec that sets up more than `settings` and `flags` gives it a name of its own */
  instance: Instance
  app: App
  person: Person
}

const nameOf = (settings: Settings, flags: readonly string[]) => JSON.stringify({ settings, flags })

/**
 * One instance a worker, in the lab, with limits out of the way; and one verified person, for who needs just any.
 * A spec that needs other `settings` or `flags` says so with `test.use`, and gets an instance of its own.
 */
export const test = base.extend<Fixtures, { instances: Instances }>({
  instances: [
    async ({}, use) => {
      const instances = new Instances(nameOf({}, []))
      await use(instances)
      await instances.endAll()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  settings: [{}, { option: true }],
  flags: [[], { option: true }],
  instance: [
    async ({ instances, settings, flags }, use) => use(await instances.at(nameOf(settings, flags))),
    { timeout: 60_000 },
  ],
  app: [
    async ({ instance, settings, flags }, use) => {
      const start = () => launchApp(settings, undefined, flags)
      await use(await instance.part(`app with ${nameOf(settings, flags)}`, start, (app) => app.stop()))
    },
    { timeout: 300_000 },
  ],
  person: async ({ instance, app }, use) => use(await instance.part('person', () => makePerson(app))),
})

export { expect } from '@playwright/test'
