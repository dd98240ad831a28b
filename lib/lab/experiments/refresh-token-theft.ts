import 'server-only'
import { env } from '@/lib/env'
import { rfc } from '@/lib/standards'
import { isCookieStrategy, strategyIds } from '@/lib/strategies'
import { acceptedFor, secondsOn, lifeOf, renewAt } from '../trial/clock'
import { expected } from '../trial/browser'
import type { LabClient } from '../trial/lab-client'
import type { Trial } from '../trial/trial'
import { type Experiment, type Outcome, briefly, endedAfter, neverAccepted } from './contract'

const says = {
  atOnce: 'Noticed at the second use: both are out at once',
  untilItsEnd: 'Noticed at the second use: nothing is renewed, access tokens go on',
  beyond: 'Noticed at the second use, and access tokens outlive their end',
}

type Uses = { first: LabClient; second: LabClient }
type Used = { isNoticed: boolean; accepted: number }

/** One spends the token; the other comes with the spent one when the grace is over. Is the first one out as well? */
async function usedTwice({ first, second }: Uses): Promise<Used> {
  expected(200, await first.renew())
  const late = secondsOn(new Date(), env().REFRESH_GRACE_SECONDS + 1)
  const isRefused = (await renewAt(second, late)) === null
  const accepted = await acceptedFor(first, new Date())
  const renewed = await first.renew()
  return { isNoticed: isRefused && renewed.status === 400, accepted }
}

/** A second use that comes so soon that it may be another tab. */
async function withinGrace({ first, second }: Uses): Promise<string> {
  expected(200, await first.renew())
  const { status } = await second.renew()
  if (status !== 200) return `refused with ${status}`
  const isSame = first.browser.tokens.refresh_token === second.browser.tokens.refresh_token
  return isSame ? 'gets the same successor' : 'gets another successor'
}

async function ofRefreshToken(trial: Trial): Promise<Outcome> {
  const { signedIn, step } = trial
  const stolen = async (who: string) => {
    const owner = await signedIn(who)
    return { owner, thief: owner.stolen() }
  }
  const first = await stolen('The owner')
  const tried = await step('A thief sends the copied refresh token.', () => first.thief.renew())
  if (tried.status !== 200) {
    const own = await step('The owner refreshes, as if nothing had been.', () => first.owner.renew())
    const measured = { 'statuses of thief and owner': `${tried.status}, ${own.status}` }
    return own.status === 200
      ? neverAccepted(measured)
      : { verdict: 'The thief puts the owner out', result: 'vulnerable', measured }
  }
  const a = await stolen('The owner, once more,')
  const thiefFirst = await step('The thief refreshes first, the owner when it is due.', () =>
    usedTwice({ first: a.thief, second: a.owner }),
  )
  const b = await stolen('The owner, for the third time,')
  const ownerFirst = await step('This time the owner is first, and the thief comes late.', () =>
    usedTwice({ first: b.owner, second: b.thief }),
  )
  const c = await stolen('The owner, for the last time,')
  const soon = await step('And now both within the grace.', () =>
    withinGrace({ first: c.owner, second: c.thief }),
  )
  const measured = { [`second within ${briefly(env().REFRESH_GRACE_SECONDS)}`]: soon }
  if (!thiefFirst.isNoticed || !ownerFirst.isNoticed)
    return { verdict: 'The second use is not noticed', result: 'vulnerable', measured }
  const outcome = endedAfter(Math.max(thiefFirst.accepted, ownerFirst.accepted), await lifeOf(trial), says)
  return { ...outcome, measured: { ...measured, ...outcome.measured } }
}

const stepsMax = 2000

/**
 * Renews again and again, at half of what is left, with a moved clock.
 * @returns the seconds from the sign-in to the last end; null where it came to none
 */
async function keptAlive(client: LabClient): Promise<number | null> {
  let at = new Date()
  let reached = 0
  for (let step = 0; step < stepsMax; step++) {
    const state = await renewAt(client, at)
    if (!state) return reached
    const end = Date.parse(state.expiresAt)
    reached = (end - Date.parse(state.authenticatedAt)) / 1000
    at = new Date(Math.max((at.getTime() + end) / 2, at.getTime() + 1000))
  }
  return null
}

const saysOfBound = {
  atOnce: 'Of no use at all',
  untilItsEnd: 'Not renewed without the key: the copy ends',
  beyond: 'Not renewed without the key, and accepted beyond its end',
}

/** No refresh token: the nearest thing is the cookie itself, renewed by whoever holds it. */
async function ofCookie(trial: Trial): Promise<Outcome> {
  const { signedIn, step } = trial
  const owner = await signedIn('The owner')
  const thief = await step('A thief copies the cookie.', async () => owner.stolen())
  const answers = await step('The thief renews it, and then the owner.', async () => [
    await thief.renew(),
    await owner.renew(),
  ])
  const statuses = answers.map(({ status }) => status)
  const [ofThief, ofOwner] = statuses
  const measured = { 'statuses of the renewals': statuses.join(', ') }
  if (ofThief !== 200 && ofOwner === 200) {
    const accepted = await step('The thief goes on with the copy as it is.', () =>
      acceptedFor(thief, new Date()),
    )
    const outcome = endedAfter(accepted, await lifeOf(trial), saysOfBound)
    return { ...outcome, measured: { ...measured, ...outcome.measured } }
  }
  if (statuses.some((status) => status !== 200))
    return { verdict: 'The second renewal is refused', result: 'resists', measured }
  const seconds = await step('The thief renews for as long as it can be done.', () => keptAlive(thief))
  if (seconds === null)
    return { verdict: 'Not noticed: the copy is renewed without an end', result: 'vulnerable', measured }
  return {
    verdict: `Not noticed: the copy is renewed for ${briefly(seconds)}`,
    result: 'vulnerable',
    seconds,
    measured,
  }
}

export const refreshTokenTheft: Experiment = {
  slug: 'refresh-token-theft',
  title: 'Theft of what renews',
  question:
    'A thief copied what the session is renewed with: the refresh token, or the cookie. Owner and thief both use it. Does anybody notice?',
  prediction: {
    ask: 'Whose session ends when both have renewed?',
    options: ['The thief’s', 'The owner’s', 'Both', 'Nobody’s'],
  },
  strategies: strategyIds,
  counts: 'Seconds for which the copy is of use, at most',
  run: (trial) => (isCookieStrategy(trial.strategy) ? ofCookie(trial) : ofRefreshToken(trial)),
  why: 'A refresh token is good once. When a spent one comes back, two hold it and nobody can tell which is the thief, so the family ends for both, whoever was first. Within the grace the app takes the second for another tab: a thief who is that quick is noticed at the next renewal, not at this one. A cookie is not spent by renewing it: a copy lives as long as the session, until somebody ends that. A cookie that is bound to a key is renewed for a signature alone, by the browser that has the key: the copy ends with its minutes. A refresh token that is bound to a key is no use without it: it is not even spent, so the owner does not notice, and need not.',
  clause: rfc(9700, '4.14.2'),
}
