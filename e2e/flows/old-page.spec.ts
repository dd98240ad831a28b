import type { Page } from '@playwright/test'
import { Client } from '../support/client'
import { formFields, multipart } from '../support/page'
import { test as quiet } from '../support/test'
import { expect, signInByForm } from './browser-test'

/** A page from before an update names actions that the server does not have any more. */

/** The console says what happened: that is not what is tested here. */
const base = quiet.extend({ baseURL: async ({ app }, use) => use(app.url) })

const heading = 'This page is from before an update'
const unknown = (id: string) => `${id.startsWith('4') ? '5' : '4'}${id.slice(1)}`

/** As after an update: the ids of the page's actions are not those of the server. */
async function forget(page: Page) {
  await page.route('**', async (route) => {
    const request = route.request()
    const id = request.headers()['next-action']
    if (request.method() !== 'POST') return route.continue()
    if (id) return route.continue({ headers: { ...request.headers(), 'next-action': unknown(id) } })
    const body = request.postData()?.replace(/"id":"(\w+)"/g, (_, own: string) => `"id":"${unknown(own)}"`)
    return body === undefined ? route.continue() : route.continue({ postData: body })
  })
}

for (const javaScriptEnabled of [true, false])
  base.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    base.use({ javaScriptEnabled })

    base('says so, and reloads into a page that works', async ({ page, person }) => {
      await page.goto('/sign-in?callbackUrl=/choose')
      await forget(page)
      await signInByForm(page, person, 'database')
      await expect(page.getByRole('heading', { name: heading })).toBeVisible()
      await page.unroute('**')
      await page.getByRole(javaScriptEnabled ? 'button' : 'link', { name: 'Reload' }).click()
      await expect(page).toHaveURL('/sign-in?callbackUrl=/choose')
      await signInByForm(page, person, 'database')
      await expect(page).toHaveURL('/choose')
    })
  })

base('a script that is gone: the page says the same', async ({ page }) => {
  await page.goto('/')
  await page.route('**/_next/static/**/*.js', (route) => route.fulfill({ status: 404 }))
  await page.getByRole('link', { name: 'Choose' }).first().click() // it has scripts of its own
  await expect(page.getByRole('heading', { name: heading })).toBeVisible()
  await page.unroute('**/_next/static/**/*.js')
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeVisible()
})

base('the answer is a page with a status of its own, and no script gets one instead', async ({ app }) => {
  const client = new Client(app)
  const fields = formFields((await client.get('/sign-in')).text, 'Sign in')
  const old = Object.entries(fields).map(([name, value]) => [
    name,
    value.replace(/"id":"(\w+)"/, (_, id: string) => `"id":"${unknown(id)}"`),
  ])
  const { body, headers } = multipart(Object.fromEntries(old) as Record<string, string>)
  const answer = await client.send('POST', '/sign-in', { body, headers })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers['cache-control']).toContain('no-store')
  expect(answer.text).toContain(heading)
  const script = await client.send('POST', '/sign-in', {
    body: '[]',
    headers: { 'next-action': 'a'.repeat(42), 'content-type': 'text/plain;charset=UTF-8' },
  })
  expect(script.text).not.toContain(heading)
})
