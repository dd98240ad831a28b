import { idsBy } from '@/lib/strategies'
import { withDatabase } from '../../e2e/support/rows'
import { connections, interleaved, type Bench, type Measure } from '../bench'
import { figure, type Figure } from '../figures'
import type { Target } from '../load'
import { headersOf } from '../load/plan'
import { signInTo } from '../variants/ours'

/** Starts, several processes side by side, and tokens that carry more. */

const cookies = new Set<string>(idsBy({ carrier: 'cookie', proof: 'never' }))

async function coldStarts({ size, world }: Bench): Promise<Figure[]> {
  const kinds = [
    { name: 'cold start, to the first 200 of /readyz', start: async () => (await world.startApp()).server },
    { name: 'cold start of the peers, to the first 200 of a route', start: () => world.startPeers() },
  ]
  const measured = new Map<string, number[]>(kinds.map(({ name }) => [name, []]))
  for (let turn = 0; turn < size.starts; turn += 1)
    for (const { name, start } of kinds) {
      const server = await start()
      measured.get(name)!.push(server.readyMs)
      await server.stop()
    }
  return [...measured].map(([name, rounds]) => figure(name, 'ms', rounds))
}

/** Another process at the same address, which knows the strategies that travel in cookies. */
export async function startWarm({ app, load, signedIn, size, world }: Bench) {
  const started = await world.startApp(world.databaseUrl, world.app.origin)
  for (const variant of app.strategies.filter(({ name }) => cookies.has(name))) {
    const { path, plan } = await signedIn.target(variant)
    await load.round({ origins: [started.url], path, plan }, connections, size.warmUpSeconds)
  }
  return started
}

/** All believe to be at the same address, as behind a balancer: here the connections are shared out among them. */
async function instances(bench: Bench): Promise<Figure[]> {
  const { app, load, signedIn, size, world } = bench
  const more: Awaited<ReturnType<typeof world.startApp>>[] = []
  const figures: Figure[] = []
  try {
    for (const count of size.instances) {
      while (more.length + 1 < count) more.push(await startWarm(bench))
      const origins = [world.app.url, ...more.map(({ url }) => url)]
      const asked = app.strategies.filter(({ name }) => cookies.has(name))
      const perSecond = await interleaved(asked, size.curveRounds, async (variant) => {
        const { path, plan } = await signedIn.target(variant)
        const shared = Math.floor(connections / count) * count
        const { requests, seconds } = await load.round({ origins, path, plan }, shared, size.shortSeconds)
        return requests / seconds
      })
      for (const [name, rounds] of perSecond)
        figures.push(
          figure(`${name}, ${count} ${count === 1 ? 'process' : 'processes'}`, 'per second', rounds),
        )
    }
  } finally {
    for (const one of more) await one.stop()
  }
  return figures
}

const bytesOf = (headers: Record<string, string>) =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0)

/** A person's name is in the token: a longer one stands for more claims. */
async function claims({ load, size, world }: Bench): Promise<Figure[]> {
  const figures: Figure[] = []
  const person = world.people.at(-1)!
  const path = '/api/bench/me'
  for (const characters of size.nameCharacters) {
    await withDatabase(world.databaseUrl, (client) =>
      client.query('UPDATE "User" SET name = $1 WHERE email = $2', ['n'.repeat(characters), person.email]),
    )
    const targets: (Target & { name: string })[] = []
    for (const name of idsBy({ lookup: 'each-renewal', proof: 'never' })) {
      const plan = await signInTo(world.app, person, name, path)
      targets.push({ name, origins: [world.app.url], path, plan })
    }
    const perSecond = await interleaved(targets, size.curveRounds, async (target) => {
      const { requests, seconds } = await load.round(target, connections, size.shortSeconds)
      return requests / seconds
    })
    for (const { name, plan } of targets) {
      const label = `${name}, a claim of ${characters} characters`
      figures.push(
        figure(`${label}: its header`, 'bytes', [bytesOf(headersOf(plan)())]),
        figure(label, 'per second', perSecond.get(name)!),
      )
    }
  }
  return figures
}

/** Growth with processes and claims, and how long a start takes. */
export const measureProcesses: Measure = async (bench) => ({
  title: 'Processes and tokens',
  notes: [
    'A start is timed from `spawn` to the first 200, of `next start` alone: the launcher, migrations and PostgreSQL are there before. More processes than cores do not make more of them.',
  ],
  figures: [...(await coldStarts(bench)), ...(await instances(bench)), ...(await claims(bench))],
})
