import 'server-only'
import type { StrategyId } from '@/lib/auth'
import type { Exchange } from '@/lib/client'
import { expected as expectedStatus, LabBrowser } from '../trial/browser'
import { LabClient } from '../trial/lab-client'
import { withLabPerson } from '../trial/person'
import { recordedFetch } from '../wire/recording'
import type { Stage } from '../wire/stage'
import type { Step } from './flow'

/** Waits for an answer without which there is no recording. @throws Error where its status is another */
export const expected = async (status: number, answering: Promise<Exchange>): Promise<Exchange> =>
  expectedStatus(status, await answering)

/**
 * Known again, renewed; the session of another device is ended from here; signed out. After each end somebody sends
 * what was held before.
 */
export async function fromThenOn({ act }: Stage, client: LabClient, phone: LabClient) {
  const { browser } = client
  await act('request', () => expected(200, client.me()))
  await act('renewal', () => expected(200, client.renew()), browser)
  const id = await phone.sessionId()
  await act('revocation', () => expected(204, client.endSession(id)))
  await act('revoked', () => phone.me())
  const thief = client.stolen()
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
    const device = () => new LabClient(strategy, new LabBrowser({ fetch: recordedFetch }))
    const [client, phone] = [device(), device()]
    await stage.act('sign-in', () => expected(200, client.signIn(person)), client.browser)
    await expected(200, phone.signIn(person))
    await fromThenOn(stage, client, phone)
  })

/** Two steps, the same for each flow but for what the other device holds. */
export const revocation = (label: string, then: string, held: string): Step[] => [
  {
    label,
    title: 'Another device is ended',
    text: 'The person had signed in on a phone as well. This client ends that session: its row is deleted.',
    act: 'revocation',
    part: 'all',
  },
  {
    label: then,
    title: 'That device asks again',
    text: held,
    act: 'revoked',
    part: 'all',
  },
]
