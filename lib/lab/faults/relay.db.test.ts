import { expect, test } from 'vitest'
import { newClient } from '@/lib/db/connection'
import { env } from '@/lib/env'
import { Relay } from './relay'

test('a relay counts each round trip once, whatever is asked in it', async () => {
  const relay = new Relay(env().DATABASE_URL)
  await relay.open()
  const client = newClient(relay.url)
  try {
    await client.connect()
    const before = relay.questions
    await client.query('SELECT 1')
    await client.query('SELECT $1::int', [2])
    await client.query('SELECT 1; SELECT 2')
    expect(relay.questions - before).toBe(3)
  } finally {
    await client.end()
    await relay.close()
  }
})
