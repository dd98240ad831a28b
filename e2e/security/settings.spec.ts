import { expect, test } from '@playwright/test'
import { launchApp } from '../support/app'

/** What must not start: ASVS 13.2.3. Settings that are wrong in themselves: scripts/start.test.ts. */

test('a database that does not answer is refused with a sentence, which does not say its password', async () => {
  const settings = { DATABASE_URL: 'postgresql://app:secret-of-the-url@127.0.0.1:1/none' }
  const failure = await launchApp(settings).then(
    () => 'it started',
    (error: Error) => error.message,
  )
  expect(failure).toContain('DATABASE_URL')
  expect(failure).not.toMatch(/\n\s+at /)
  expect(failure).not.toContain('secret-of-the-url')
})
