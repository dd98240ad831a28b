import { byStrategy, isTokenStrategy, strategies, strategyIds, type StrategyId } from '@/lib/strategies'
import { launchApp, type App } from '../e2e/support/app'
import { Client } from '../e2e/support/client'
import { BoundBrowser } from '../e2e/support/dbsc'
import { BoundClient } from '../e2e/support/dpop'
import { bearing, makePerson, signedIn, tokensOf, type Person } from '../e2e/support/people'
import { latencies, median, quantile, rounded, type Ask } from './cost/load'

/**
 * `npm run price`: what each strategy adds to a request. Somebody signs in under each, for real; then all of them ask the
 * same question in turns. Bytes are those of the headers that say who asks, queries those of the answer to one request.
 */

const rounds = Number(process.env.ROUNDS ?? 20)
const requestsPerRound = 50

type Making = () => Promise<Record<string, string>>

/** The headers of one request: those of a proof are made anew each time, before the clock runs. */
async function signIn(app: App, person: Person, strategy: StrategyId): Promise<Making> {
  const { carrier, proof } = strategies[strategy]
  if (isTokenStrategy(strategy) && proof === 'each-request') {
    const client = await BoundClient.signIn(app, person)
    const authorization = `DPoP ${client.tokens.access_token}`
    return async () => ({ authorization, dpop: await client.proof() })
  }
  if (isTokenStrategy(strategy)) {
    const { access_token } = await tokensOf(app, person, { strategy })
    return async () => bearing(access_token)
  }
  const { client } =
    proof === 'never'
      ? { client: await signedIn(app, person, strategy) }
      : await BoundBrowser.bound(app, person)
  const session = [...client.jar].find(([name]) => name.endsWith(`session.${strategy}`))!
  return async () => ({ [carrier]: `${session[0]}=${session[1]}` })
}

const path = (strategy: StrategyId) =>
  isTokenStrategy(strategy) ? '/api/me' : `/api/me?strategy=${strategy}`
const bytesOf = (headers: Record<string, string>) =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0)

/** As the app says in `Server-Timing`, of one request. */
async function queriesOf(app: App, strategy: StrategyId, headers: Record<string, string>) {
  const answer = await new Client(app).get(path(strategy), headers)
  if (answer.status !== 200) throw new Error(`${strategy} was answered with ${answer.status}`)
  return Number(/db;desc="(\d+)/.exec(String(answer.headers['server-timing']))?.[1])
}

async function roundOf(app: App, making: Record<StrategyId, Making>) {
  const taken = byStrategy(strategyIds, (): number[] => [])
  for (let done = 0; done < requestsPerRound; done += 1) {
    const asks: Record<string, Ask> = {}
    for (const id of strategyIds) asks[id] = { url: app.url + path(id), headers: await making[id]() }
    const one = await latencies(asks, 1)
    for (const id of strategyIds) taken[id].push(...one[id]!)
  }
  return taken
}

async function main(app: App) {
  const person = await makePerson(app)
  const making = {} as Record<StrategyId, Making>
  for (const id of strategyIds) making[id] = await signIn(app, person, id)
  await roundOf(app, making) // warms up
  const all: Record<StrategyId, number[]>[] = []
  for (let done = 0; done < rounds; done += 1) all.push(await roundOf(app, making))
  const first = strategyIds[0]!
  console.log(
    '| strategy | bytes | queries | median ms | ÷ the first, with quartiles |\n|---|---|---|---|---|',
  )
  for (const id of strategyIds) {
    const headers = await making[id]()
    const ratios = all.map((round) => median(round[id]) / median(round[first]))
    const spread = [0.25, 0.75].map((share) => rounded(quantile(ratios, share), 2)).join(' to ')
    const ms = rounded(median(all.flatMap((round) => round[id])), 2)
    const queries = await queriesOf(app, id, await making[id]())
    console.log(
      `| ${id} | ${bytesOf(headers)} | ${queries} | ${ms} | ${rounded(median(ratios), 2)} (${spread}) |`,
    )
  }
}

const app = await launchApp()
try {
  await main(app)
} finally {
  await app.stop()
}
