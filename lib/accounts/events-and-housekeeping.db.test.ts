import { expect, test } from 'vitest'
import { db } from '@/lib/db/prisma-client'
import { listEvents, recordEvent, securityEvents } from './security-events'
import { deleteExpired } from './cleanup'
import { addPerson, addSession, captureLog, later, now, quickHashes } from './testing/account-fixtures'

quickHashes()

test('events are listed newest first, so many, as sentences, and only one’s own', async () => {
  const [ada, grace] = [await addPerson(), await addPerson()]
  await recordEvent(ada.id, 'signed_in', 'Chrome on Linux', now)
  await recordEvent(ada.id, 'signed_out', 'Firefox on Windows', later(2))
  await recordEvent(ada.id, 'session_ended', 'Chrome on Linux', later(1))
  await recordEvent(grace.id, 'signed_in', 'Chrome on Linux', later(3))
  const events = await listEvents(ada.id, 2)
  expect(events.map(({ id: _, ...event }) => event)).toEqual([
    {
      kind: 'signed_out',
      sentence: 'You signed out.',
      device: 'Firefox on Windows',
      at: later(2).toISOString(),
    },
    {
      kind: 'session_ended',
      sentence: 'You ended a session.',
      device: 'Chrome on Linux',
      at: later(1).toISOString(),
    },
  ])
})

test('a kind from another version is left out', async () => {
  const ada = await addPerson()
  for (const kind of ['constructor', 'something_new'])
    await db().securityEvent.create({ data: { userId: ada.id, kind, device: 'x', at: now } })
  expect(await listEvents(ada.id, 10)).toEqual([])
})

test('an event is one line in the log: who, what, result', async () => {
  const log = captureLog()
  const ada = await addPerson()
  await recordEvent(ada.id, 'signed_in', 'Chrome on Linux', now)
  expect(JSON.parse(log.text())).toMatchObject({ event: 'account.signed_in', userId: ada.id, result: 'done' })
})

test('nothing is recorded, nor logged, for nobody', async () => {
  const log = captureLog()
  const nobody = '00000000-0000-7000-8000-000000000000'
  await expect(recordEvent(nobody, 'signed_in', 'x', now)).rejects.toThrow()
  expect(log.text()).toBe('')
})

test('every kind has a sentence', () => {
  for (const sentence of Object.values(securityEvents)) expect(sentence).toMatch(/^[A-Z].*\.$/)
})

const flow = {
  browserHash: 'x',
  strategy: 'database',
  provider: 'generic',
  intent: 'sign-in',
  callbackUrl: '/account',
  plain: false,
  checks: '',
} as const

test('housekeeping deletes what has expired, and no more', async () => {
  const ada = await addPerson()
  for (const expiresAt of [now, later(1)]) {
    await addSession(ada.id, expiresAt)
    const codeHash = expiresAt.toISOString()
    await db().signUp.create({ data: { codeHash, email: 'a@b.c', name: 'A', passwordHash: 'x', expiresAt } })
    await db().passwordReset.create({ data: { codeHash, userId: ada.id, expiresAt } })
    await db().spentToken.create({ data: { digest: codeHash, expiresAt } })
    await db().pressedForm.create({ data: { key: codeHash, expiresAt } })
    await db().providerFlow.create({ data: { stateHash: codeHash, ...flow, createdAt: now, expiresAt } })
    await db().rateLimit.create({ data: { key: codeHash, points: 1, expire: expiresAt.getTime() } })
  }
  const idle = {
    sessions: 0,
    signUps: 1,
    passwordResets: 1,
    spentTokens: 1,
    pressedForms: 1,
    providerFlows: 1,
    rateLimits: 1,
  }
  expect(await deleteExpired(now)).toEqual(idle) // an idle session stays until its absolute end, to say "expired"
  expect(await deleteExpired(later(86_400))).toEqual({
    sessions: 2,
    signUps: 1,
    passwordResets: 1,
    spentTokens: 1,
    pressedForms: 1,
    providerFlows: 1,
    rateLimits: 1,
  })
  expect(await deleteExpired(now)).toEqual({
    sessions: 0,
    signUps: 0,
    passwordResets: 0,
    spentTokens: 0,
    pressedForms: 0,
    providerFlows: 0,
    rateLimits: 0,
  })
})
