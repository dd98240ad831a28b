import 'server-only'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { connect } from './connection'

const retryMs = 250

type Watch = {
  url: string
  /** brings the server back; rejects when it could not */
  revive: () => Promise<void>
  report: (message: string) => void
}

/** Keeps one idle connection open: that it breaks is the news. @returns how to end the watch */
export function supervise({ url, revive, report }: Watch): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  let client: pg.Client | undefined

  async function watch() {
    client = await connect(url)
    if (signal.aborted) return client.end()
    await once(client, 'end')
  }

  async function keep() {
    while (!signal.aborted) {
      await watch().catch(() => {})
      if (signal.aborted) return
      try {
        await revive()
      } catch (error) {
        report((error as Error).message)
        await delay(retryMs, undefined, { signal }).catch(() => {})
      }
    }
  }

  const kept = keep()
  return async () => {
    ending.abort()
    await client?.end()
    await kept
  }
}
