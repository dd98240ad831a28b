import { expect, test } from 'vitest'
import { db } from './client'
test('works', async () => {
  await db().user.create({ data: { email: 'a@b.c' } })
  expect(await db().user.count()).toBe(1)
})
test('not', () => {
  console.error('x')
})
