import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import type { Recording } from '@/lib/lab'
import { Client } from '../support/client'
import { admin } from '../support/people'
import { expectProblem } from '../support/problem'
import { harSchema } from '../support/har'
import { lookAt, widths } from './look'
import { expect, test } from './browser-test'

/** Each flow recorded in Chromium: its steps, nothing in them that could be sent again, and the way through by keyboard. */

const eight = ['1', '2', '3', '4', '5', '6', '7', '7a', '7b', '7c', '8', '8a']
const sixteen = Array.from({ length: 16 }, (_, at) => String(at + 1))

/** `replay`: what a copy gets after the sign-out. `revoked`: what another device gets whose session was ended; as a copy, where it is left out. */
const flows: [title: string, slug: string, steps: string[], replay: number[], revoked?: number][] = [
  ['Database session', 'session', eight, [401]],
  ['JWT in a cookie', 'jwt', eight, [200]],
  ['Device-bound session', 'dbsc', eight, [401]],
  ['Bearer token', 'bearer', eight, [200]],
  ['Hybrid', 'hybrid', eight, [401]],
  ['DPoP token', 'dpop', eight, [401], 200],
  ['OIDC: code flow, plain', 'oidc-code', sixteen, [401, 302]],
  ['OIDC: code flow with PKCE, confidential client', 'oidc-pkce', sixteen, [401, 302]],
  ['OIDC: code flow with PKCE, public client', 'oidc-public', sixteen, [200, 302]],
]

async function record(page: Page, title: string) {
  await page.goto('/wire')
  await page.getByRole('radio', { name: title, exact: true }).check()
  await page.getByRole('button', { name: 'Record it' }).click()
  await expect(page.getByText('Recorded. ← and → go through the steps.')).toBeVisible({ timeout: 30_000 })
}

async function downloaded(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  return readFileSync(await (await download).path(), 'utf8')
}

/** The phrases of the lab's people, and whatever looks like a token: an id of a row does not. */
function secretsIn(text: string): string[] {
  const uuid = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g
  const runs = text.replace(uuid, '').match(/[\w-]{20,}/g) ?? []
  const name = /^([a-z]+(_[a-z]+)+|provider_\d+_[a-z]+)$/
  const tokens = runs.filter((run) => !name.test(run) && (run.length >= 32 || /\d/.test(run)))
  const phrases = ['a phrase for the length of one trial', admin.password].filter((one) => text.includes(one))
  return [...tokens, ...phrases, ...(text.match(/eyJ[\w-]{8,}|\$2[aby]\$/g) ?? [])]
}

const statusOf = ({ messages }: Recording['steps'][number]) => Number(messages.at(-1)?.label.slice(0, 3))

/** The statuses that came back in the steps after sign-out. */
const replayed = ({ steps }: Recording) =>
  steps.slice(steps.findIndex(({ title }) => title === 'Sign-out') + 1).map(statusOf)

/** What the other device was answered, whose session had been ended. */
const revoked = ({ steps }: Recording) =>
  steps.filter(({ title }) => title === 'That device asks again').map(statusOf)

for (const [title, slug, labels, statuses, ofOther = statuses[0]] of flows)
  test(`${slug}: its steps, what a copy gets, and no secret anywhere`, async ({ page }) => {
    await record(page, title)
    const list = page.getByRole('list', { name: 'Steps' })
    await expect(list.getByRole('button')).toHaveCount(labels.length)

    const json = await downloaded(page, 'Download JSON')
    const recording = JSON.parse(json) as Recording
    expect(recording.steps.map(({ label }) => label)).toEqual(labels)
    expect(replayed(recording)).toEqual(statuses)
    expect(revoked(recording)).toEqual([ofOther])
    for (const { label, messages } of recording.steps)
      if (!(label === '6' && slug === 'jwt')) expect(messages.length, label).toBeGreaterThan(0)
    const har = await downloaded(page, 'Download HAR')
    expect(harSchema.parse(JSON.parse(har)).log.entries.length).toBeGreaterThanOrEqual(5)
    for (const text of [json, har]) expect(secretsIn(text.replace(recording.traceId, ''))).toEqual([])
    for (const button of await list.getByRole('button').all()) {
      await button.click()
      expect(secretsIn(await page.getByRole('main').innerText())).toEqual([])
    }
  })

test('the database lane shows the row, the claims and the lanes of who took part', async ({ page }) => {
  await record(page, 'Hybrid')
  const text = await downloaded(page, 'Download JSON')
  const { steps } = JSON.parse(text) as Recording
  const parts = (label: string) =>
    steps.find((step) => step.label === label)!.messages.flatMap((one) => one.parts)
  const row = parts('2').find(
    (part) => part.title === 'Row written' && 'lines' in part && part.lines[0]?.[0] === 'id',
  )
  const written = row && 'lines' in row ? Object.fromEntries(row.lines) : {}
  expect(written.id).toMatch(/^[\da-f-]{36}$/)
  const claims = parts('2').find(({ title }) => title === 'Claims')
  expect(claims && 'text' in claims ? JSON.parse(claims.text) : {}).toMatchObject({
    role: 'user',
    sid: written.id,
  })
  expect(steps.find(({ label }) => label === '6')!.messages.map(({ to }) => to)).toContain('database')
  expect(steps.flatMap(({ messages }) => messages.map(({ to }) => to))).not.toContain('provider')
})

for (const [title, typ] of [
  ['DPoP token', 'dpop+jwt'],
  ['Device-bound session', 'dbsc+jwt'],
] as const)
  test(`${title}: what the key has signed is shown decoded, and the key that cannot leave is not`, async ({
    page,
  }) => {
    await record(page, title)
    const { steps } = JSON.parse(await downloaded(page, 'Download JSON')) as Recording
    const parts = steps.flatMap(({ messages }) => messages.flatMap((one) => one.parts))
    const signed = parts.flatMap((part) =>
      part.title === 'Header' && 'text' in part ? [z.looseObject({}).parse(JSON.parse(part.text))] : [],
    )
    const headers = signed.filter((header) => header.typ === typ)
    expect(headers.length).toBeGreaterThan(0)
    expect(headers).toContainEqual(
      expect.objectContaining({ alg: 'ES256', jwk: expect.not.objectContaining({ d: expect.anything() }) }),
    )
    const claims = parts.flatMap((part) => (part.title === 'Claims' && 'text' in part ? [part.text] : []))
    expect(claims.some((text) => text.includes('"jti"'))).toBe(true)
  })

test('the keyboard goes through the steps, and says where it is', async ({ page }) => {
  await record(page, 'JWT in a cookie')
  const current = page.locator('[aria-current=step]')
  await expect(current).toBeFocused()
  await expect(current).toContainText('The form is sent')
  await page.keyboard.press('ArrowRight')
  await expect(current).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: 'Step 2, 2 of 12' })).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.getByRole('heading', { name: /8a.*Somebody sends a copy/ })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(current).toContainText('Somebody sends a copy')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('status').filter({ hasText: 'Step 1, 1 of 12' })).toBeVisible()
})

test('cancelled: nothing is kept, and it can be done again', async ({ page }) => {
  await page.goto('/wire')
  await page.getByRole('button', { name: 'Record it' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('Cancelled. Nothing was kept.')).toBeVisible()
  await record(page, 'Bearer token')
})

test('another site cannot record, and an unknown flow is nothing', async ({ app }) => {
  const client = new Client(app)
  expectProblem(
    await client.post('/api/lab/flows/session/record', {}, { origin: 'https://evil.example' }),
    403,
    'cross_origin',
  )
  expectProblem(await client.post('/api/lab/flows/none/record', {}), 404, 'not_found')
})

test('how it looks, at three widths and in both themes', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await lookAt(page, 'wire', {
    axeAt: widths,
    arrange: async (width) => {
      await record(
        page,
        width === 768 ? 'Database session' : 'OIDC: code flow with PKCE, confidential client',
      )
      await page.getByRole('list', { name: 'Steps' }).getByRole('button').nth(1).click()
    },
  })
})
