import { expect, it } from 'vitest'
import { db } from '@/lib/db/prisma-client'
import { isUnavailable } from '@/lib/db/unavailable'
import { onDatabaseLine } from './database-line'

const ask = () => db().$queryRaw`SELECT 1`
const outcome = () =>
  ask().then(
    () => 'answered',
    (error: unknown) => (isUnavailable(error) ? 'unavailable' : 'failed'),
  )

it('cut: whoever runs on the line gets no answer, everybody else does; mended, it answers again', async () => {
  let goOn = () => {}
  const cut = new Promise<void>((resolve) => (goOn = resolve))
  const beside = cut.then(() => Promise.all([outcome(), outcome()]))
  await onDatabaseLine(async (line) => {
    expect(await outcome()).toBe('answered')
    await line.cut()
    expect(await outcome()).toBe('unavailable')
    goOn()
    expect(await beside).toEqual(['answered', 'answered'])
    expect(await outcome()).toBe('unavailable')
    await line.mend()
    expect(await outcome()).toBe('answered')
  })
  expect(await outcome()).toBe('answered')
})

it('slow: a round trip takes longer by what was said', async () => {
  await onDatabaseLine(async (line) => {
    await ask()
    line.slow(300)
    const start = performance.now()
    await ask()
    expect(performance.now() - start).toBeGreaterThanOrEqual(295) // timers round down
  })
})

it('ends with the work, also when that fails', async () => {
  const failing = onDatabaseLine(async () => {
    await ask()
    throw new Error('for the test')
  })
  await expect(failing).rejects.toThrow('for the test')
  expect(await outcome()).toBe('answered')
})
