import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { Client } from '../support/client'
import { keepPicture, lookAt } from './look'
import { expect, test } from './browser-test'

/** The guide: a decision that can be made without JavaScript, passed on, printed, and that quotes what was observed. */

const answer = (page: Page) => page.getByRole('main').getByRole('status')
const pick = (page: Page, question: string, label: string) =>
  page.getByRole('group', { name: question }).getByRole('radio', { name: label }).check()

const toHybrid = '/choose?caller=spa&revocation=at-once&provider=outside&client=device'

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('answers are a form, and the address keeps them', async ({ page, browser, baseURL }) => {
    await page.goto('/choose')
    await expect(answer(page)).toContainText('enough for a first answer')
    await pick(page, 'Who calls your API?', 'Pages that my server renders')
    await pick(page, 'How soon must a revoked session be refused?', 'At its next request')
    await page.getByRole('button', { name: 'Show the answer' }).click()
    await expect(page).toHaveURL(/\/choose\?caller=pages&revocation=at-once$/)
    await expect(answer(page)).toContainText('Database session')
    await expect(answer(page)).toContainText('as a confidential client')
    await expect(page.getByRole('region', { name: 'Ruled out' })).toContainText('Bearer token')
    await expect(page.getByRole('radio', { name: 'At its next request' })).toBeChecked()

    const context = await browser.newContext({ baseURL: baseURL! })
    const second = await context.newPage()
    await second.goto(page.url())
    await expect(answer(second)).toContainText('Database session')
    await expect(second.getByRole('radio', { name: 'At its next request' })).toBeChecked()
    await context.close()

    await page.getByRole('button', { name: 'Start again' }).click()
    await expect(answer(page)).toContainText('enough for a first answer')
  })
})

test('with JavaScript each answer refines it, and a tip can be followed', async ({ page }) => {
  await page.goto('/choose')
  await pick(page, 'Who calls your API?', 'A single-page app')
  await expect(page).toHaveURL(/caller=spa$/)
  await pick(page, 'How soon must a revoked session be refused?', 'Within minutes')
  await expect(page).toHaveURL(/revocation=minutes$/)
  await pick(page, 'Who proves who somebody is?', 'An OpenID Provider')
  await expect(page).toHaveURL(/provider=outside$/)
  await pick(page, 'Where does the code that signs in run?', 'On the device of the user')
  await expect(answer(page)).toContainText('Bearer token')
  await expect(answer(page)).toContainText('as a public client')
  await expect(page.getByRole('radio', { name: 'On the device of the user' })).toBeFocused()

  const tips = page.getByRole('region', { name: 'What would tip it' })
  await tips.getByRole('link', { name: 'At its next request' }).click()
  await expect(answer(page)).toContainText('Hybrid')
  await expect(page.getByRole('radio', { name: 'At its next request' })).toBeChecked()
  await expect(page.getByRole('region', { name: 'The code to take' })).toContainText(
    'export async function read(',
  )
})

test('what it says of a strategy is what the experiment showed here', async ({ page, app }) => {
  const address = '/choose?caller=native&revocation=minutes&audit=no'
  const mind = page.getByRole('region', { name: 'What to mind' })
  const ran = await new Client(app).send('POST', '/api/lab/experiments/replay-after-sign-out/run')
  expect(ran.status).toBe(200)
  const events = ran.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; strategy?: string; outcome?: { verdict: string } })
  const seen = events.find(({ type, strategy }) => type === 'outcome' && strategy === 'bearer')
  await page.goto(address)
  await expect(answer(page)).toContainText('Bearer token')
  await expect(mind).toContainText(seen!.outcome!.verdict)
})

for (const junk of [
  'caller=robots&revocation=at-once',
  'caller=spa&caller=pages&revocation=at-once',
  'caller[]=spa&revocation=%00%ff',
  `caller=${'x'.repeat(4000)}&__proto__=1&constructor=1`,
  'caller=%3Cscript%3Ealert(1)%3C/script%3E',
])
  test(`is no answer: ${junk.slice(0, 50)}`, async ({ page }) => {
    expect((await page.goto(`/choose?${junk}`))?.status()).toBe(200)
    await expect(answer(page)).toContainText('enough for a first answer')
  })

test('a shared address with more than answers gives the answer, at its own address', async ({ page }) => {
  await page.goto(`${toHybrid}&audit=&scripts=none&utm_source=mail&claims=few&claims=many`)
  await expect(page).toHaveURL(toHybrid)
  await expect(answer(page)).toContainText('Hybrid')
})

test('the files of the strategy are there to read and to copy', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(toHybrid)
  const code = page.getByRole('region', { name: 'The code to take' })
  const file = 'lib/auth/strategies/hybrid/index.ts'
  // what recognises a request is open from the start
  await code.getByRole('button', { name: `Copy ${file}` }).click()
  await expect(code.getByRole('button', { name: `Copied ${file}` })).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe(readFileSync(file, 'utf8'))
  await expect(code.getByRole('group', { name: file, exact: true })).toHaveText(copied, {
    useInnerText: false,
  })
})

test('what decides nothing is told, with what was seen', async ({ page }) => {
  await page.goto('/choose')
  const nothing = page.getByRole('region', { name: 'What decides nothing' })
  await expect(nothing.getByRole('listitem')).toContainText(['Every variant was refused', 'Still signed in'])
})

test('a decision: no finding of axe, nothing too wide, on paper with its answers', async ({ page }) => {
  await page.goto(toHybrid)
  await expect(answer(page)).toContainText('Hybrid')
  await lookAt(page, 'decision')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('form', { name: 'Questions' })).toBeHidden()
  await expect(page.getByRole('definition').filter({ hasText: 'At its next request' })).toBeVisible()
  await keepPicture(page, 'decision-print')
})
