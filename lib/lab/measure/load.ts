import 'server-only'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { Client } from 'undici'
import type { StrategyId } from '@/lib/auth'
import { LabClient } from '../trial/lab-client'
import type { LabPerson } from '../trial/person'
import type { Asker } from './measurement'

/** Requests of one sender, and how they are sent: one connection that stays, one request after the other. */

type Headers = Record<string, string>

export type Sender = {
  name: Asker
  path: string
  /** what every answer must have: 401 for nobody */
  status: number
  /** of so many requests: the headers that carry the credential, with a proof of its own each where one is needed */
  headers: (count: number) => Promise<Headers[]>
}

const nobody: Sender = {
  name: 'nobody',
  path: '/api/me',
  status: 401,
  headers: async (count) => Array.from({ length: count }, () => ({})),
}

/** @param client signed in */
export function senderOf(client: LabClient): Sender {
  const { strategy: name, mePath: path } = client
  return { name, path, status: 200, headers: (count) => headersOf(client, count) }
}

async function headersOf(client: LabClient, count: number): Promise<Headers[]> {
  const { accessToken, prover, cookies } = client
  if (accessToken === undefined) {
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    return Array.from({ length: count }, () => ({ cookie }))
  }
  if (!prover) return Array.from({ length: count }, () => ({ authorization: `Bearer ${accessToken}` }))
  const authorization = `DPoP ${accessToken}`
  const proofs = Array.from({ length: count }, () => prover.proof('GET', '/api/me', accessToken))
  return (await Promise.all(proofs)).map((dpop) => ({ authorization, dpop }))
}

/** Somebody signed in under each strategy, and nobody. */
export async function sendersFor(person: LabPerson, ids: readonly StrategyId[], signal: AbortSignal) {
  const clients: LabClient[] = []
  for (const id of ids) {
    signal.throwIfAborted()
    const client = new LabClient(id)
    const { status } = await client.signIn(person)
    if (status !== 200) throw new Error(`Signing in under ${id} was answered with ${status}`)
    clients.push(client)
  }
  return { clients, senders: [...clients.map(senderOf), nobody] }
}

/** One connection to a measured process, which stays open between the rounds. */
export class Connection {
  readonly #client: Client

  constructor(
    readonly address: string,
    readonly signal: AbortSignal,
  ) {
    this.#client = new Client(address, { keepAliveTimeout: 60_000 })
  }

  close = () => this.#client.destroy()

  /**
   * Sends so many requests, one after the other. Proofs are made before the first.
   * @returns what each took, milliseconds, to three digits
   * @throws Error where one is answered with another status; the reason of the signal
   */
  async round({ path, status, headers }: Sender, count: number): Promise<number[]> {
    const taken: number[] = []
    for (const sent of await headers(count)) {
      const { signal } = this
      const start = performance.now()
      const { statusCode, body } = await this.#client.request({ method: 'GET', path, headers: sent, signal })
      await body.dump()
      taken.push(Number((performance.now() - start).toFixed(3)))
      if (statusCode !== status) throw new Error(`${path} answered ${statusCode}, not ${status}`)
    }
    return taken
  }
}

/** The bytes of one request's credential, and of the whole answer to it as it came over the wire. */
export async function bytesOf(address: string, { path, headers, status }: Sender) {
  const [sent = {}] = await headers(1)
  const agent = new Agent({ keepAlive: false })
  const asked = request(address + path, { agent, headers: sent }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  if (answer.statusCode !== status) throw new Error(`${path} answered ${answer.statusCode}, not ${status}`)
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`)
  return { bytesUp: Buffer.byteLength(lines.join('')), bytesDown: answer.socket.bytesRead }
}
