import 'server-only'
import type pg from 'pg'
import { logEvent, logFailure } from '@/lib/log'
import { oncePerProcess } from '@/lib/once-per-process'
import { newClient } from './connection'

/**
 * Hears from PostgreSQL which sessions and persons have changed (LISTEN; the triggers of `session_changes` tell it within
 * the transaction that changes them), and knows at any time for how long it can be sure that it has heard everything.
 */

/** What was committed longer ago than this has been heard, or `isCurrent` is false. */
export const heardWithinMs = 50
/** How old an answer may be before the next question is sent: within the above, and an answer takes its time. */
export const askAgainMs = 30
const reconnectMs = 1_000
const connectTimeoutMs = 2_000
/** A connection that does not answer for so long is closed: whoever asks meanwhile waits. */
const answerTimeoutMs = 500

const channel = 'session_changes'

/** The other end is no server of PostgreSQL but a pooler, behind which nothing can be heard. */
class PoolerError extends Error {}

type Line = {
  client: pg.Client
  /** When the last question that was answered had been sent (`performance.now()`): all that was committed before it is known. */
  askedAt: number
  /** The question that is on its way, and when it was sent. */
  asking: { sentAt: number; answered: Promise<void> } | undefined
}

export class Changes {
  #line: Line | undefined
  #isStopped = false
  #isFailing = false
  #retry: NodeJS.Timeout | undefined
  /** How many changes were heard so far, lost connections included: whoever reads rows meanwhile may have read old ones. */
  heard = 0
  /** Nothing can be heard here, now or later: DIRECT_DATABASE_URL has to name the server itself. */
  isBehindPooler = false

  /**
   * Opens a connection of its own, and another one when it is lost.
   * @param url of the server itself. Behind a pooler nothing is heard: then `isCurrent` stays false, and the log says so
   * @param told with the id of the session or person that changed; with null where anything may have
   */
  constructor(
    private readonly url: string,
    private readonly told: (id: string | null) => void,
  ) {
    this.#open()
  }

  /**
   * Whether everything that was committed more than `heardWithinMs` ago has been heard. Costs nothing: the database is
   * asked in the background, and only while somebody wants to know.
   */
  isCurrent(): boolean {
    const line = this.#line
    if (!line) return false
    const age = performance.now() - line.askedAt
    if (age > askAgainMs) void this.#ask(line)
    return age <= heardWithinMs
  }

  /**
   * As `isCurrent`, and where it is not, waits for the answer to one question, which all share who come meanwhile.
   * @returns false where there is no connection, where it does not answer, and where a question is on its way that was sent
   *   too early: to wait for that and then for another one would take longer than any query
   */
  async becomesCurrent(): Promise<boolean> {
    const line = this.#line
    const since = performance.now() - heardWithinMs
    if (!line || (line.asking && line.asking.sentAt < since)) return false
    await this.#ask(line)
    return line.askedAt >= since && line === this.#line
  }

  /** Waits until everything has been heard that was committed before this call. Does not wait for a lost connection. */
  async catchUp(): Promise<void> {
    const line = this.#line
    if (!line) return
    await line.asking?.answered // it was sent before
    await this.#ask(line)
  }

  /** Nothing is heard from now on. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#retry)
    const client = this.#line?.client
    this.#lost()
    await client?.end()
  }

  /**
   * PostgreSQL sends what it has to tell before it says that it is ready for the next question (its manual, NOTIFY). One
   * question at a time: while it is on its way, this waits for its answer. A question that fails changes nothing.
   */
  #ask(line: Line): Promise<void> {
    line.asking ??= { sentAt: performance.now(), answered: this.#question(line) }
    return line.asking.answered
  }

  async #question(line: Line) {
    const sentAt = performance.now()
    try {
      await line.client.query('SELECT')
      line.askedAt = sentAt
    } catch {
      // what is lost is reported by the connection itself
    } finally {
      line.asking = undefined
    }
  }

  #open() {
    this.#connect().catch((error: unknown) => {
      if (error instanceof PoolerError) return this.#deafen()
      if (!this.#isFailing) logFailure('session_changes.connect', error) // once, however long it lasts
      this.#isFailing = true
      this.#reopen()
    })
  }

  async #connect() {
    const client = newClient(this.url, { connectTimeoutMs, queryTimeoutMs: answerTimeoutMs })
    client.on('notification', ({ payload }) => this.#hear(payload || null))
    await client.connect()
    try {
      await client.query(`LISTEN ${channel}`)
      await assureDirect(client)
    } catch (error) {
      await client.end()
      throw error
    }
    if (this.#isStopped) return client.end()
    const line: Line = { client, askedAt: -Infinity, asking: undefined }
    client.once('end', () => {
      if (this.#line !== line) return
      this.#lost()
      this.#reopen()
    })
    ;(client as unknown as { unref(): void }).unref() // its types leave it out; nobody waits for what may still be told
    this.#isFailing = false
    this.#hear(null)
    this.#line = line
    await this.#ask(line)
  }

  #hear(id: string | null) {
    this.heard += 1
    this.told(id)
  }

  #lost() {
    this.#line = undefined
    this.#hear(null)
  }

  #deafen() {
    this.isBehindPooler = true
    logEvent('session_changes.behind_a_pooler', { result: 'nothing is kept in memory' })
  }

  #reopen() {
    if (!this.#isStopped) this.#retry = setTimeout(() => this.#open(), reconnectMs).unref()
  }
}

/** A pooler makes up the process that it greets with; the server names its own. @throws PoolerError */
async function assureDirect(client: pg.Client) {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const { processID } = client as unknown as { processID: number | null } // its types leave it out
  if (rows[0]?.pid !== processID) throw new PoolerError()
}

const running = oncePerProcess<{ changes?: Changes }>('session-changes', () => ({}))

/** Listens from now on, once in a process. @see Changes */
export const listenForChanges = (url: string, told: (id: string | null) => void): Changes =>
  (running().changes ??= new Changes(url, told))

/** For tests: nothing is heard any more. */
export async function stopListening(): Promise<void> {
  const { changes } = running()
  delete running().changes
  await changes?.stop()
}

/**
 * To be called after what ends or changes a session was committed: when it returns this process has nothing of it in
 * memory. Others hear of it within `heardWithinMs`.
 */
export const untilHeard = async (): Promise<void> => running().changes?.catchUp()
