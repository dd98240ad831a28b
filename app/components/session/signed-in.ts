import { momentText } from '../moment-text'
import type { Life } from './life'
import { signOutByApi } from './sign-out'

const lookAgainMs = 15_000
const afterTheEndMs = 1_000
const signsOfLife = ['pointerdown', 'keydown', 'wheel', 'focus'] as const

/** The status of the answer; 0 where there is none. */
const renew = () =>
  fetch('/api/renew', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then(
    ({ status }) => status,
    () => 0,
  )

/**
 * Where the server looks only at renewals: asks for a new token at half of its life, if the person did something within
 * the idle time.
 */
function keepRenewed({ remainingMs, idleMs }: Life, refresh: () => void, signal: AbortSignal) {
  let lastActivity = Date.now()
  const touch = () => void (lastActivity = Date.now())
  for (const sign of signsOfLife) window.addEventListener(sign, touch, { passive: true, signal })
  const tickLater = (ms: number) => {
    const timer = setTimeout(() => void tick(), ms)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  }
  async function tick() {
    const status = Date.now() - lastActivity < idleMs ? await renew() : 0
    if (status === 200 || status === 401) refresh()
    else if (!signal.aborted) tickLater(lookAgainMs)
  }
  tickLater(remainingMs / 2)
}

/** When a session has ended by itself, the page is asked for again: it never shows what was true before. */
function showTheEnd({ remainingMs }: Life, refresh: () => void, signal: AbortSignal) {
  const timer = setTimeout(refresh, remainingMs + afterTheEndMs)
  signal.addEventListener('abort', () => clearTimeout(timer))
}

/** The time in the strip, which the server wrote in UTC. */
function showOwnTime() {
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-clock]'))
    if (time.firstChild) time.firstChild.nodeValue = momentText(time.dateTime, 'clock', 'own')
}

/**
 * What Next wrote into the document to bring it alive repeats everything that was on the page. When it has done so, or the
 * person is gone, nothing of it stays.
 * @see OWASP ASVS 5.0 14.3.1
 */
const forgetPayload = () => {
  for (const script of [...document.scripts]) if (script.text.includes('__next_f')) script.remove()
}

/** Keeps a session alive in an open page. @returns what ends it, when the page shows another session or none */
export function keep(life: Life, refresh: () => void) {
  const controller = new AbortController()
  const { signal } = controller
  if (life.renewable) keepRenewed(life, refresh, signal)
  showTheEnd(life, refresh, signal)
  showOwnTime()
  signOutByApi(signal)
  // a page out of the back/forward cache is a picture of then
  window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload(), { signal })
  return () => {
    controller.abort()
    forgetPayload()
  }
}
