import { hashSync } from 'bcryptjs'
import { beforeEach, expect, test, vi } from 'vitest'
import { verify } from './password-worker.mjs'

const compared = vi.hoisted(() => [] as string[])

vi.mock('bcryptjs', async (importOriginal) => {
  const real = await importOriginal<typeof import('bcryptjs')>()
  return {
    ...real,
    compareSync: (text: string, hash: string) => compared.push(hash) && real.compareSync(text, hash),
  }
})

/** Rounds of bcrypt that the comparisons of this test cost. */
const rounds = () => compared.reduce((sum, hash) => sum + 2 ** Number(hash.slice(4, 6)), 0)

const cost = 6
const stored = (storedCost: number) => hashSync('right', storedCost)

beforeEach(() => void compared.splice(0))

test.each([
  ['nobody', null],
  ['a wrong password', stored(cost)],
  ['a wrong password behind a cheaper hash', stored(cost - 1)],
  ['a wrong password behind a much cheaper hash', stored(4)],
])('refusing %s costs the same', (_, hash) => {
  expect(verify({ prehashed: 'wrong', hash, cost }).matches).toBe(false)
  expect(rounds()).toBe(2 ** cost)
})

test('the comparison with nothing is really made: bcrypt computes with what it is given, and does not leave early', () => {
  verify({ prehashed: 'wrong', hash: null, cost })
  const [against = ''] = compared
  expect(against).toHaveLength(60) // of another length it would not be looked at
  const salt = against.slice(0, 29)
  const computed = hashSync('wrong', salt)
  expect(computed.slice(0, 29)).toBe(salt)
  expect(computed).toHaveLength(60)
  expect(computed).not.toBe(against)
})

test('a match is found and its cost compared', () => {
  expect(verify({ prehashed: 'right', hash: stored(cost), cost })).toEqual({
    matches: true,
    needsRehash: false,
  })
  expect(verify({ prehashed: 'right', hash: stored(4), cost })).toEqual({ matches: true, needsRehash: true })
  expect(verify({ prehashed: 'right', hash: stored(cost + 1), cost }).needsRehash).toBe(false)
})
