import { launchApp } from '../support/app'
import { expect, test } from '@playwright/test'

/** What must not start: ASVS 11.2.3, 13.2.3, 13.4.2. The refusal names the variable. */

const refused: [variable: string, settings: Record<string, string>][] = [
  ['SMTP_URL', { LAB: 'off' }],
  ['AUTH_SECRET', { AUTH_SECRET: 'short' }],
  ['AUTH_SECRET', { AUTH_SECRET: 'changeme-changeme-changeme-changeme-changeme' }],
  ['AUTH_SECRET', { AUTH_SECRET: 'a'.repeat(64) }],
  ['AUTH_DEBUG', { AUTH_DEBUG: '1' }],
  ['PASSWORD_HASH_COST', { PASSWORD_HASH_COST: '4' }],
  ['DATABASE_URL', { DATABASE_URL: 'postgresql://app:secret-of-the-url@127.0.0.1:1/none' }],
]

for (const [variable, settings] of refused)
  test(`${variable}=${settings[variable]?.slice(0, 12) ?? ''} is refused with a sentence`, async () => {
    const failure = await launchApp(settings).then(
      () => 'it started',
      (error: Error) => error.message,
    )
    expect(failure).toContain(variable)
    expect(failure).not.toMatch(/\n\s+at /)
    expect(failure).not.toContain('secret-of-the-url')
  })
