import { beforeEach, expect, it, vi } from 'vitest'
import { db } from '@/lib/db/prisma-client'
import type { Presented } from '../contract'
import { newBrowserCookie, pressOf, runOnce, type FormAnswer, type FormOutcome } from './pressed-form'

/** What a press does instead of waiting a moment for the answer of the first one. */
const waits = vi.hoisted(() => ({ instead: null as (() => Promise<void>) | null }))
vi.mock('node:timers/promises', async (importOriginal) => {
  const timers = await importOriginal<typeof import('node:timers/promises')>()
  return { ...timers, setTimeout: (ms: number) => waits.instead?.() ?? timers.setTimeout(ms) }
})

/** Whoever arrives waits until `count` have arrived. */
function barrier(count: number) {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  let arrived = 0
  return async () => {
    arrived += 1
    if (arrived === count) open()
    await opened
  }
}

const now = new Date('2026-11-23T12:00:00.000Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

const browser = newBrowserCookie()
const asBrowser = (value: string, ...others: [string, string][]): Presented => ({
  cookies: new Map([[browser.name, value], ...others]),
  authorization: null,
})
const here = asBrowser(browser.value)
const elsewhere = asBrowser(newBrowserCookie().value)

const answer: FormAnswer = {
  ok: true,
  message: 'Done.',
  leadsTo: '/account',
  cookies: [{ name: 'session.database', value: 'secret-of-the-session', maxAgeSeconds: 60 }],
}
let times: number
const work = async (): Promise<FormOutcome> => {
  times += 1
  return answer
}
const press = (fields: Record<string, unknown>, presented = here, id: unknown = 'page-1') =>
  pressOf(fields, id, presented)

beforeEach(async () => {
  times = 0
  waits.instead = null
  await db().pressedForm.deleteMany()
})

it('twenty presses at the same instant do the work once, and all get its answer', async () => {
  const arrive = barrier(20) // each of them is at work, or has found the first one at work
  waits.instead = () => arrive().finally(() => (waits.instead = null))
  const slow = async () => {
    await arrive()
    return work()
  }
  const all = Array.from({ length: 20 }, () => runOnce(press({ email: 'a@example.com' }), slow, now))
  expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, () => answer))
  expect(times).toBe(1)
})

it('a later press gets the answer, and its cookies only while it presents what the first one did', async () => {
  await runOnce(press({}), work, now)
  expect(await runOnce(press({}), work, later(599))).toEqual(answer)
  const newer = asBrowser(browser.value, ['session.database', 'a newer session'])
  expect(await runOnce(press({}, newer), work, later(599))).toEqual({ ...answer, cookies: [] })
  expect(times).toBe(1)
})

it('after ten minutes it is another press', async () => {
  await runOnce(press({}), work, now)
  await runOnce(press({}), work, later(600))
  expect(times).toBe(2)
})

it('another browser, another page or another content is another press', async () => {
  const token = { token: 'code of a mail', newPassword: 'seven quiet otters swim' }
  const presses = [
    press(token),
    press(token, elsewhere),
    press({ ...token, newPassword: 'eleven calm herons wade' }),
    press({ strategy: 'jwt' }),
    press({ strategy: 'jwt' }, here, 'page-2'),
  ]
  for (const one of presses) await runOnce(one, work, now)
  expect(times).toBe(presses.length)
})

it('the code of a mail is one form on every page that shows it, also where a script sends it', () => {
  const token = { token: 'code of a mail' }
  expect(press(token, here, 'page-2')).toEqual(press(token, here, null))
})

it('a browser that keeps no cookie, and a form that a script sends, are told from nobody', async () => {
  const none: Presented = { cookies: new Map(), authorization: null }
  for (const unknown of [
    press({}, none),
    press({}, asBrowser('')),
    press({}, asBrowser('x')),
    press({}, here, null),
  ])
    expect(unknown).toBeNull()
  await runOnce(null, work, now)
  await runOnce(null, work, now)
  expect(times).toBe(2)
})

it('a refusal and a failure are not kept: the next press does the work', async () => {
  expect(await runOnce(press({}), async () => ({ ok: false, code: 'unavailable' }), now)).toEqual({
    ok: false,
    code: 'unavailable',
  })
  await expect(runOnce(press({}), () => Promise.reject(new Error('broken')), now)).rejects.toThrow('broken')
  expect(await runOnce(press({}), work, now)).toEqual(answer)
  expect(await db().pressedForm.count()).toBe(1)
})

it('a process that died at work holds the form for half a minute', async () => {
  const { key } = press({})!
  await db().pressedForm.create({ data: { key, expiresAt: later(30) } })
  expect(await runOnce(press({}), work, later(30))).toEqual(answer)
})

it('nothing that was written or sent can be read in the row', async () => {
  const fields = { currentPassword: 'seven quiet otters swim' }
  await runOnce(press(fields), work, now)
  const row = JSON.stringify(await db().pressedForm.findFirstOrThrow())
  for (const secret of ['otters', 'secret-of-the-session', browser.value]) expect(row).not.toContain(secret)
})
