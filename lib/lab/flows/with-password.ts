import 'server-only'
import type { StrategyId } from '@/lib/auth'
import { LabBrowser, type Answered } from '../trial/browser'
import { LabClient } from '../trial/client'
import { withLabPerson } from '../trial/person'
import { recordedFetch } from '../wire/recorded-fetch'
import type { Stage } from '../wire/stage'

export async function expected(status: number, answering: Promise<Answered>): Promise<Answered> {
  const answer = await answering
  if (answer.status !== status) throw new Error(`${status} was expected, ${answer.status} came`)
  return answer
}

/** Known again, renewed, signed out; then somebody sends a copy of what was held before. */
export async function fromThenOn({ act }: Stage, client: LabClient) {
  const { browser } = client
  await act('request', () => expected(200, client.me()))
  await act('renewal', () => expected(200, client.renew()), browser)
  const thief = client.copy()
  await act('sign-out', () => signOut(client), browser)
  await act('replay', () => thief.me())
}

async function signOut(client: LabClient) {
  await expected(204, client.signOut())
  client.browser.tokens = {}
}

/** The whole of a flow that begins with a password. */
export const withPassword = (strategy: StrategyId) => (stage: Stage) =>
  withLabPerson('user', async (person) => {
    const browser = new LabBrowser({ fetch: recordedFetch })
    const client = new LabClient(strategy, browser)
    await stage.act('sign-in', () => expected(200, client.signIn(person)), browser)
    await fromThenOn(stage, client)
  })
