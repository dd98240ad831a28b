import { request } from 'node:http'
import { headersOf } from '../load/plan'
import type { Plan, Target } from '../load'

/** Something that is asked who is there, and how somebody signs in to it. */
export type Variant = {
  name: string
  path: string
  origin: string
  /** as a person does it: by password, or by the link of a mail; or the variant whose headers are sent here too */
  signIn: (() => Promise<Plan>) | Variant
  /** whom the answer must name, asked for once somebody has signed in; null for what asks for nobody */
  expectedId: (() => Promise<string>) | null
  /** what the answer must be to a credential that was changed; null for what asks for nobody */
  refusedWith: number | null
}

type Answer = { status: number; text: string }

/** One request, on a connection of its own. */
export const get = (url: string, headers: Record<string, string>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, (message) => {
      let text = ''
      message.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      message.on('end', () => resolve({ status: message.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end()
  })

/** The character in the middle, exchanged for another of the same alphabet. */
function changedInTheMiddle(value: string): string {
  const at = Math.floor(value.length / 2)
  const letter = [...value.slice(at)].findIndex((one) => /[A-Za-z0-9]/.test(one)) + at
  return value.slice(0, letter) + (value[letter] === 'A' ? 'B' : 'A') + value.slice(letter + 1)
}

/**
 * The same headers, with one character changed in each cookie, or in the credential of the Authorization header. Cookies
 * that only say which strategy a browser chose stay.
 */
export function tampered(headers: Record<string, string>): Record<string, string> {
  const changed = { ...headers }
  if (headers.authorization !== undefined) {
    const [scheme = '', credential = ''] = headers.authorization.split(' ')
    changed.authorization = `${scheme} ${changedInTheMiddle(credential)}`
  }
  if (headers.cookie !== undefined)
    changed.cookie = headers.cookie
      .split('; ')
      .map((pair) => {
        const at = pair.indexOf('=')
        const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
        return name === 'strategy' ? pair : `${name}=${changedInTheMiddle(value)}`
      })
      .join('; ')
  return changed
}

/** A peer, or this app, says something else than it must: nothing that is measured of it counts. */
export class WrongAnswer extends Error {}

/**
 * Asks once with the credential as it is, once with one that was changed, and once with none.
 * @throws WrongAnswer
 */
export async function check({ name, origin, path, expectedId, refusedWith }: Variant, plan: Plan) {
  const headers = headersOf(plan)
  const url = origin + path
  const good = await get(url, headers())
  if (good.status !== 200) throw new WrongAnswer(`${name}: ${good.status} with a good credential`)
  if (expectedId !== null) {
    const { id } = JSON.parse(good.text) as { id: unknown }
    const expected = await expectedId()
    if (String(id) !== expected) throw new WrongAnswer(`${name}: says ${String(id)}, not ${expected}`)
  }
  if (refusedWith === null) return
  for (const [what, sent] of [
    ['a credential that was changed', tampered(headers())],
    ['no credential', {}],
  ] as const) {
    const { status } = await get(url, sent)
    if (status !== refusedWith) throw new WrongAnswer(`${name}: ${status} with ${what}, not ${refusedWith}`)
  }
}

/** Credentials end: the shortest after five minutes. */
const renewedAfterMs = 2 * 60_000

/** Variants with somebody signed in to each, whose answers were checked. */
export class SignedIn {
  private readonly signedIn = new Map<string, { plan: Plan; at: number }>()

  /** What to ask now. @throws WrongAnswer */
  async target(variant: Variant): Promise<Target> {
    const { origin, path } = variant
    return { origins: [origin], path, plan: await this.plan(variant) }
  }

  /** Signs in anew, and checks anew, after two minutes. */
  private async plan(variant: Variant): Promise<Plan> {
    const { name, signIn } = variant
    const known = this.signedIn.get(name)
    if (known && performance.now() - known.at < renewedAfterMs) return known.plan
    const plan = typeof signIn === 'function' ? await signIn() : await this.plan(signIn)
    await check(variant, plan)
    this.signedIn.set(name, { plan, at: performance.now() })
    return plan
  }
}
