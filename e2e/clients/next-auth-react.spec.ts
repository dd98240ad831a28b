import type { BrowserContext, Page } from '@playwright/test'
import { build } from 'esbuild'
import type { AuthjsStrategyId } from '@/lib/strategies'
import { expect, test } from '../flows/browser-test'
import { authjsStrategies, makePerson } from '../support/people'

/** `next-auth/react`, the real one, on a page of one's own: https://authjs.dev/getting-started/session-management */

let script: string
test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ['e2e/clients/own-page.tsx'],
    bundle: true,
    write: false,
    jsx: 'automatic',
    define: { 'process.env': '{}', 'process.env.NODE_ENV': '"production"' },
  })
  script = outputFiles[0]!.text
})

const address = '/a-page-of-my-own'

async function open(page: Page, strategy: AuthjsStrategyId) {
  const body = `<body data-strategy="${strategy}"><div id="root"></div><script>${script.replaceAll('</script', '<\\/script')}</script>`
  await page.route(`**${address}`, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><title>-</title>${body}`,
    }),
  )
  await page.goto(address)
}

const status = (page: Page) => page.getByRole('status')
const shown = async (page: Page) =>
  JSON.parse((await page.locator('pre').textContent()) ?? '') as { expires: string; user: object }
const cookieOf = async (context: BrowserContext, strategy: AuthjsStrategyId) =>
  (await context.cookies()).find(({ name }) => name === `session.${strategy}`)

for (const strategy of authjsStrategies)
  test(`${strategy}: sign in, update, read, sign out`, async ({ app, page, context }) => {
    const person = await makePerson(app)
    await open(page, strategy)
    await expect(status(page)).toHaveText('unauthenticated')

    await page.getByLabel('Email').fill(person.email)
    await page.getByLabel('Password').fill('not the password at all')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveTitle('refused: CredentialsSignin')
    await page.getByLabel('Email').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveTitle('signed in')
    await expect(status(page)).toHaveText('authenticated')
    const before = await cookieOf(context, strategy)

    const updated = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.getByRole('button', { name: 'Update' }).click()
    const answer = await updated
    expect(new URL(answer.url()).pathname).toBe(`/api/auth/${strategy}/session`)
    expect(answer.status()).toBe(200)
    await expect(status(page)).toHaveText('authenticated')
    expect(await shown(page)).toMatchObject({ strategy, user: { email: person.email, role: 'user' } })
    const after = await cookieOf(context, strategy)
    if (strategy === 'jwt') expect(after?.value).not.toBe(before?.value)
    else expect(after?.value).toBe(before?.value)

    await page.getByRole('button', { name: 'Ask' }).click()
    await expect(page).toHaveTitle(JSON.stringify(await shown(page)))
    const me = await context.request.get(`/api/me?strategy=${strategy}`)
    expect(await me.json()).toMatchObject({ status: 'authenticated', strategy })

    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(status(page)).toHaveText('unauthenticated')
    expect(await cookieOf(context, strategy)).toBeUndefined()
    if (!after) throw new Error('there was no cookie')
    await context.addCookies([after])
    await page.reload()
    const refused = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.getByRole('button', { name: 'Update' }).click()
    expect(await (await refused).json()).toBeNull()
    expect(await cookieOf(context, strategy)).toBeUndefined()
  })
