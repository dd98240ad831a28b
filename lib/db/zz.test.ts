import { expect, test } from 'vitest'
import { env } from '@/lib/env'
test('works', async () => {
  expect(env().LAB).toBe(true)
})
