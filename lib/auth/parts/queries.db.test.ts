import { expect, it, vi } from 'vitest'
import { pool } from '@/lib/db/prisma-client'
import { cookieStrategyIds, isCookieStrategy, strategies as table } from '@/lib/strategies'
import { read } from '../read'
import { strategyRegistry } from '../strategies'
import { clientOf } from '../testing/client-of'
import { Jar } from '../testing/jar'
import { makePerson } from '../testing/people'

/** What a read costs in round trips to the database: one for a look-up, one for a proof that counts once, else none. */

const now = new Date('2026-11-23T12:00:00.000Z')

it.each(Object.values(strategyRegistry))('$id: as many queries as it says', async ({ id }) => {
  const jar = new Jar()
  await clientOf(id).startSession(await makePerson(), jar, now)
  const ask = () => read(jar.ctx(now, isCookieStrategy(id) ? id : cookieStrategyIds[0]!))
  await ask() // keys are read once a process
  const query = vi.spyOn(pool(), 'query')
  expect(await ask()).toMatchObject({ state: { strategy: id } })
  const { lookup, proof } = table[id]
  const times = (lookup === 'each-request' ? 1 : 0) + (proof === 'each-request' ? 1 : 0)
  expect(query).toHaveBeenCalledTimes(times)
})
