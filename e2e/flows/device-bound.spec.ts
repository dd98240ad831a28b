import type { BrowserContext, Page } from '@playwright/test'
import type { CredentialInspection } from '@/lib/lab'
import { strategies, type StrategyId } from '@/lib/strategies'
import type { App } from '../support/app'
import { makePerson, type Person } from '../support/people'
import { expect, test } from '../support/test'
import { atTrustingHome, cannotTrust } from '../support/trusting-home'

/**
 * Device Bound Session Credentials in a real Chromium, over https with a certificate that it trusts. Its keys are software
 * keys here: no machine of a test has a secure place for them. Where its cookie has been removed it gets the next one before
 * it sends a request, as it does when the cookie has ended. It signs six times in nine minutes and not more.
 */

const features = ['DeviceBoundSessions', 'EnableBoundSessionCredentialsSoftwareKeysForManualTesting']
const cookieName = '__Host-session.dbsc'

test.use({ flags: ['--https'] })
test.skip(cannotTrust, 'certutil of NSS is not installed')
test.slow()

type Event = { kind: string; succeeded: boolean }

/** What the browser says that it did for a bound session, while `page` is open. */
async function eventsOf(context: BrowserContext, page: Page): Promise<Event[]> {
  const events: Event[] = []
  const devtools = await context.newCDPSession(page)
  devtools.on('Network.deviceBoundSessionEventOccurred' as never, (event: Record<string, unknown>) => {
    const kind = Object.keys(event).find((key) => key.endsWith('EventDetails')) ?? ''
    events.push({ kind: kind.replace('EventDetails', ''), succeeded: event.succeeded === true })
  })
  await devtools.send('Network.enable')
  await devtools.send('Network.enableDeviceBoundSessions' as never, { enable: true } as never)
  return events
}

async function signIn(app: App, page: Page, { email, password }: Person, strategy: StrategyId = 'dbsc') {
  await page.goto(`${app.origin}/sign-in`)
  await page.getByLabel(strategies[strategy].name).check()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(`${app.origin}/account`)
}

/** How long after its row was written the key of a session was: what the window before it is in practice. */
const registrationMs = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const body = JSON.stringify({ strategy: 'dbsc' })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/api/lab/credential', { method: 'POST', headers, body })
    const { rows } = (await answer.json()) as CredentialInspection
    const at = (table: string) => Date.parse(rows!.find((row) => row.table === table)!.columns.createdAt!)
    return at('DeviceKey') - at('Session')
  })

const bound = (page: Page) => page.getByText('Bound to this device.')

test('registers, holds a request back until it has the next cookie, survives a restart, forgets at sign-out', async ({
  app,
}) => {
  const person = await makePerson(app)
  await atTrustingHome(
    app,
    async (open) => {
      const context = await open()
      const page = await context.newPage()
      const events = await eventsOf(context, page)

      await signIn(app, page, person)
      await expect.poll(() => events).toContainEqual({ kind: 'creation', succeeded: true })
      await page.reload()
      await expect(bound(page)).toBeVisible()
      const description = `${await registrationMs(page)} ms after the row was written`
      test.info().annotations.push({ type: 'the key was registered', description })

      await context.clearCookies({ name: cookieName })
      await page.reload()
      await expect(bound(page)).toBeVisible()
      expect(events).toContainEqual({ kind: 'refresh', succeeded: true })

      await context.close()
      const again = await open()
      const later = await again.newPage()
      const seen = await eventsOf(again, later)
      await again.clearCookies({ name: cookieName })
      await later.goto(`${app.origin}/account`)
      await expect(bound(later)).toBeVisible()
      await expect.poll(() => seen).toContainEqual({ kind: 'refresh', succeeded: true })

      await later.getByRole('button', { name: 'Sign out', exact: true }).click()
      await expect(later.getByRole('link', { name: 'Sign in' }).first()).toBeVisible()
      expect(await cookiesOf(again, app)).not.toContainEqual(expect.objectContaining({ name: cookieName }))
      await later.goto(`${app.origin}/account`)
      await expect(later).toHaveURL(/\/sign-in/)
      await expect.poll(() => seen.map(({ kind }) => kind)).toContain('termination')
    },
    { features },
  )
})

const cookiesOf = (context: BrowserContext, app: App) => context.cookies(app.origin)

test('a browser that registers no key has a database session, and the page says so', async ({ app }) => {
  const person = await makePerson(app)
  await atTrustingHome(app, async (open) => {
    const page = await (await open()).newPage()
    await signIn(app, page, person)
    await expect(page.getByText('Not bound on this browser.')).toBeVisible()
    await expect(page.getByText(/It has registered no key so far/)).toBeVisible()
  })
})

test('the toggle leads here: the browser registers a key for a session that had none', async ({ app }) => {
  const person = await makePerson(app)
  await atTrustingHome(
    app,
    async (open) => {
      const page = await (await open()).newPage()
      const events = await eventsOf(page.context(), page)
      await signIn(app, page, person, 'database')
      await page.getByRole('radio', { name: strategies.dbsc.name }).check()
      await page.getByRole('button', { name: 'Switch' }).click()
      await expect.poll(() => events).toContainEqual({ kind: 'creation', succeeded: true })
      await page.reload()
      await expect(bound(page)).toBeVisible()
    },
    { features },
  )
})
