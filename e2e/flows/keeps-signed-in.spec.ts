import { makePerson } from '../support/people'
import { enter, expect, test } from './browser-test'

const sessionOf = async (page: import('@playwright/test').Page) =>
  (await page.context().cookies()).find(({ name }) => name === 'session.jwt')?.value

test('a page that is used renews its JWT before it ends', async ({ page, app }) => {
  await page.clock.install()
  await enter(page, await makePerson(app), 'jwt')
  const before = await sessionOf(page)
  await page.keyboard.press('Shift')
  const renewal = page.waitForResponse((response) => response.url().endsWith('/api/renew'))
  await page.clock.fastForward('05:30')
  expect((await renewal).status()).toBe(200)
  expect(await sessionOf(page)).not.toBe(before)
})

test('a page whose session was ended elsewhere learns it at the next renewal', async ({ page, app }) => {
  await page.clock.install()
  const person = await makePerson(app)
  await enter(page, person, 'jwt')
  const copied = await page.context().cookies()
  await page.evaluate(() => fetch('/api/sign-out', { method: 'POST' }))
  await page.context().addCookies(copied)
  await page.keyboard.press('Shift')
  await page.clock.fastForward('05:30')
  await expect(page).toHaveURL(/\/sign-in/)
})
