import { strategyIds } from '@/lib/strategies'
import { connections, interleaved, type Measure } from '../bench'
import { figure, ratio } from '../figures'
import { names, nearest } from '../targets'

/** Requests per second on the same tiny route, of all, in turns. */
export const measureRequests: Measure = async ({ app, load, peers, signedIn, size }) => {
  const all = [...app.strategies, ...app.none, app.again, ...app.lookups, ...app.pages, ...peers]
  const perSecond = await interleaved(all, size.rounds, async (variant) => {
    const isPage = app.pages.includes(variant)
    const { requests, seconds } = await load.round(
      await signedIn.target(variant),
      connections,
      isPage ? size.pageSeconds : size.roundSeconds,
    )
    return requests / seconds
  })
  const of = (name: string) => perSecond.get(name)
  const share = (own: number[] | undefined, none: number[] | undefined) =>
    own?.map((value, at) => value / (none?.[at] ?? NaN))
  const noneOf = (id: string) => of(`none, headers of ${id}`)
  const others = peers.map(({ name }) => name).filter((name) => name !== 'peers, none')
  return {
    title: 'Requests',
    notes: [
      `A tiny route handler, ${connections} connections that stay, each sending its next request when the last is answered; ${size.roundSeconds} s for each in each round (${size.pageSeconds} s for a page), in an order drawn anew. \`none\` is the same route without a question, sent the same headers.`,
    ],
    figures: [
      ...strategyIds.map((id) => ratio(names.toNone(id), of(id), noneOf(id))),
      ratio('none ÷ itself: the noise', of(app.again.name), noneOf('jwt')),
      ...strategyIds.map((id) => ratio(names.toBetterAuth(id), of(id), of(nearest(id)))),
      ratio(names.toIron, of('jwt'), of('iron-session')),
      ...strategyIds.map((id) =>
        ratio(
          `${names.toBetterAuth(id)}, each ÷ its own none`,
          share(of(id), noneOf(id)),
          share(of(nearest(id)), of('peers, none')),
        ),
      ),
      ratio('jwt ÷ Auth.js, JWT', of('jwt'), of('Auth.js, JWT')),
      ratio('database ÷ Auth.js, database', of('database'), of('Auth.js, database')),
      ratio('bearer ÷ jose, EdDSA', of('bearer'), of('jose, EdDSA')),
      ratio("bearer ÷ Node's Ed25519", of('bearer'), of("Node's Ed25519")),
      ...app.lookups.map(({ name }) => ratio(`${name} ÷ none`, of(name), noneOf('database'))),
      ratio(names.page, of('protected page'), of('public page')),
      ratio(`${names.page}, nobody signed in`, of('protected page'), of('public page, nobody signed in')),
      ratio('none ÷ peers, none', noneOf('jwt'), of('peers, none')),
      ...others.map((name) => ratio(`${name} ÷ peers, none`, of(name), of('peers, none'))),
      ...all.map(({ name }) => figure(name, 'per second', of(name) ?? [])),
    ],
  }
}
