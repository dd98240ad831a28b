import { z } from 'zod'
import { heldShape, sessionOf, type HeldTokens } from './held-tokens'

/** The tabs of this browser share what one of them got: a refresh token is good once. */

const messageShape = z.discriminatedUnion('say', [
  z.object({ say: z.literal('here'), held: heldShape }),
  /** `session` null: whatever belongs to the refresh cookie */
  z.object({ say: z.literal('who has newer?'), session: z.string().nullable(), than: z.number() }),
  z.object({ say: z.literal('gone'), session: z.string() }),
])
type Message = z.infer<typeof messageShape>

/** A tab that has it answers at once. */
const timeoutMs = 100

let channel: BroadcastChannel | undefined
const opened = () => (channel ??= new BroadcastChannel('spa'))
const say = (message: Message) => opened().postMessage(message)

export const share = (held: HeldTokens) => say({ say: 'here', held })
export const shareEnd = (held: HeldTokens) => say({ say: 'gone', session: sessionOf(held) })

/** What a tab does with what the others say. `own` is what it holds. */
export type Listener = { own: () => HeldTokens | null; adopt: (held: HeldTokens) => void; drop: () => void }

export function listen(listener: Listener) {
  opened().addEventListener('message', ({ data }) => {
    const { data: message } = messageShape.safeParse(data)
    const own = listener.own()
    if (message && own) hear(message, own, listener)
  })
}

function hear(message: Message, own: HeldTokens, { adopt, drop }: Listener) {
  if (message.say === 'gone' && message.session === sessionOf(own)) drop()
  if (message.say === 'who has newer?' && isNewer(own, message.session, message.than)) share(own)
  if (message.say === 'here' && isNewer(message.held, sessionOf(own), own.receivedAt)) adopt(message.held)
}

const isNewer = (held: HeldTokens, session: string | null, than: number) =>
  held.receivedAt > than && (session === null ? held.store === 'memory' : session === sessionOf(held))

/** What another tab holds of the same session and newer, or null. */
export function ask(session: string | null, than: number): Promise<HeldTokens | null> {
  return new Promise((resolve) => {
    const answers = new AbortController()
    const settle = (held: HeldTokens | null) => {
      answers.abort()
      clearTimeout(timer)
      resolve(held)
    }
    const timer = setTimeout(() => settle(null), timeoutMs)
    opened().addEventListener(
      'message',
      ({ data }) => {
        const { data: message } = messageShape.safeParse(data)
        if (message?.say === 'here' && isNewer(message.held, session, than)) settle(message.held)
      },
      { signal: answers.signal },
    )
    say({ say: 'who has newer?', session, than })
  })
}

/** One tab at a time. @see Web Locks API */
export const alone = <Result>(work: () => Promise<Result>): Promise<Result> =>
  navigator.locks.request('spa.refresh', work) as Promise<Result>
