import { z } from 'zod'
import { ownTokensShape, sessionOf, type OwnTokens } from './own-tokens'

/** The tabs of this browser share what one of them got: a refresh token is good once. */

const messageShape = z.discriminatedUnion('say', [
  z.object({ say: z.literal('here'), ownTokens: ownTokensShape }),
  /** `session` null: whatever belongs to the refresh cookie */
  z.object({ say: z.literal('who has newer?'), session: z.string().nullable(), than: z.number() }),
  z.object({ say: z.literal('not me') }),
  z.object({ say: z.literal('gone'), session: z.string() }),
])
type Message = z.infer<typeof messageShape>

/** Every open tab of this page holds this lock: who asks knows of how many to wait for an answer. */
const presence = 'spa.open'

/** Each answers at once. A tab that the browser has put to sleep does not. */
const timeoutMs = 1_000

let channel: BroadcastChannel | undefined
const opened = () => (channel ??= new BroadcastChannel('spa'))
const say = (message: Message) => opened().postMessage(message)

/** The tokens themselves, to every open tab of this page in this browser, and to nobody else. */
export const share = (ownTokens: OwnTokens) => say({ say: 'here', ownTokens })
/** Every other tab with the same session drops its tokens. */
export const shareEnd = (ownTokens: OwnTokens) => say({ say: 'gone', session: sessionOf(ownTokens) })

/** What a tab does with what the others say. `own` is what it holds. */
export type Listener = { own: () => OwnTokens | null; take: (ownTokens: OwnTokens) => void; drop: () => void }

/** Once in a page. From then until it is closed, this tab is one that `ask` waits for. */
export function listen(listener: Listener) {
  void navigator.locks.request(presence, { mode: 'shared' }, () => new Promise(() => {})) // until the tab is closed
  opened().addEventListener('message', ({ data }) => {
    const { data: message } = messageShape.safeParse(data)
    if (message) hear(message, listener)
  })
}

function hear(message: Message, { own, take, drop }: Listener) {
  const ownTokens = own()
  if (message.say === 'who has newer?')
    return ownTokens && isNewer(ownTokens, message.session, message.than)
      ? share(ownTokens)
      : say({ say: 'not me' })
  if (!ownTokens) return
  if (message.say === 'gone' && message.session === sessionOf(ownTokens)) drop()
  if (message.say === 'here' && isNewer(message.ownTokens, sessionOf(ownTokens), ownTokens.receivedAt))
    take(message.ownTokens)
}

const isNewer = (ownTokens: OwnTokens, session: string | null, than: number) =>
  ownTokens.receivedAt > than &&
  (session === null ? ownTokens.store === 'memory' : session === sessionOf(ownTokens))

async function numberOfOthers(): Promise<number> {
  const { held = [] } = await navigator.locks.query()
  return held.filter(({ name }) => name === presence).length - 1
}

/** What another tab holds of the same session and newer, or null when none has it. */
export async function ask(session: string | null, than: number): Promise<OwnTokens | null> {
  const others = await numberOfOthers()
  return others > 0 ? askOthers(others, session, than) : null
}

function askOthers(others: number, session: string | null, than: number): Promise<OwnTokens | null> {
  return new Promise((resolve) => {
    const answers = new AbortController()
    const settle = (ownTokens: OwnTokens | null) => {
      answers.abort()
      clearTimeout(timer)
      resolve(ownTokens)
    }
    const timer = setTimeout(() => settle(null), timeoutMs)
    opened().addEventListener(
      'message',
      ({ data }) => {
        const { data: message } = messageShape.safeParse(data)
        if (message?.say === 'here' && isNewer(message.ownTokens, session, than)) settle(message.ownTokens)
        if (message?.say === 'not me' && --others === 0) settle(null)
      },
      { signal: answers.signal },
    )
    say({ say: 'who has newer?', session, than })
  })
}

/** One tab at a time. @see Web Locks API */
export const alone = <Result>(work: () => Promise<Result>): Promise<Result> =>
  navigator.locks.request('spa.refresh', work) as Promise<Result>
