import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { Busy, hashPassword, verifyPassword } from '.'
import { passwordThreads } from './password-pool'

process.env.PASSWORD_HASH_QUEUE = '3'
const atOnce = passwordThreads + 3

const outcomes = async (count: number, work: () => Promise<unknown>) => {
  const settled = await Promise.allSettled(Array.from({ length: count }, work))
  return {
    done: settled.filter(({ status }) => status === 'fulfilled').length,
    busy: settled.filter((one) => one.status === 'rejected' && one.reason instanceof Busy).length,
  }
}

test(
  'takes as many as threads and queue hold, refuses the rest, and takes again',
  { timeout: 60_000 },
  async () => {
    expect(env().PASSWORD_HASH_QUEUE).toBe(3)
    expect(await outcomes(atOnce + 20, () => verifyPassword('x', null))).toEqual({ done: atOnce, busy: 20 })
    expect(await outcomes(1, () => hashPassword('correct horse battery staple'))).toEqual({
      done: 1,
      busy: 0,
    })
  },
)

test('hashing and verifying share one queue', { timeout: 60_000 }, async () => {
  const verifying = outcomes(atOnce, () => verifyPassword('x', null))
  await expect(hashPassword('correct horse battery staple')).rejects.toThrow(Busy)
  expect(await verifying).toEqual({ done: atOnce, busy: 0 })
})
