import type { BrowserContext, Page, Request } from '@playwright/test'
import { strategies, type TokenStrategyId } from '@/lib/strategies'
import type { Person } from '../support/people'
import { expect } from './browser-test'

export const stores = { memory: 'Memory', session: 'sessionStorage', local: 'localStorage' } as const
export type Store = keyof typeof stores

type Credentials = Pick<Person, 'email' | 'password'>

/** Signs in on the page with a password, and waits until the tokens are there. */
export async function signInHere(
  page: Page,
  { email, password }: Credentials,
  strategy: TokenStrategyId,
  store: Store,
) {
  await page.goto('/spa')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('radio', { name: strategies[strategy].name }).check()
  await page.getByRole('radio', { name: stores[store] }).check()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('This page got it from: your password.')).toBeVisible()
}

/** Presses a button that calls the API. @returns the statuses of what was sent, in order */
export async function call(page: Page, path = '/api/me'): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Requests of the last call' })
  await page.getByRole('button', { name: `GET ${path}` }).click()
  await expect(list.getByRole('listitem').last()).toContainText(`GET ${path}`)
  await expect(page.getByRole('button', { name: `GET ${path}` })).toHaveAttribute('aria-disabled', 'false')
  return statuses(page, 'Requests of the last call')
}

/** The statuses that a list of requests shows. */
export async function statuses(page: Page, name: string): Promise<string[]> {
  const lines = await page
    .getByRole('list', { name })
    .getByText(/^\d{3} (accepted|refused)$/)
    .allTextContents()
  return lines.map((line) => line.slice(0, 3))
}

/** Everything that a script of the page can read of what the browser keeps. */
export const readable = (page: Page) =>
  page.evaluate(async () => ({
    cookie: document.cookie,
    session: JSON.stringify({ ...sessionStorage }),
    local: JSON.stringify({ ...localStorage }),
    caches: await caches.keys(),
  }))

/** Access tokens and proofs, as they go out from any tab. */
export function secretsOf(context: BrowserContext): Set<string> {
  const seen = new Set<string>()
  context.on('request', (request) => {
    const { authorization = '', dpop } = request.headers()
    const token = /^(?:Bearer|DPoP) (.+)$/.exec(authorization)?.[1]
    for (const secret of [token, dpop]) if (secret) seen.add(secret)
  })
  return seen
}

/** What a script of the page finds in IndexedDB, under its name there: not the values, which are no text. */
export const keptKeys = (page: Page) =>
  page.evaluate(async () => {
    const known = await indexedDB.databases()
    if (!known.some(({ name }) => name === 'spa')) return []
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('no reason'))
      })
    const database = await done(indexedDB.open('spa'))
    const names = await done(database.transaction('keys').objectStore('keys').getAllKeys())
    database.close()
    return names as string[]
  })

/** What was sent to this path, from any tab. */
export function requestsTo(context: BrowserContext, path: string): Request[] {
  const sent: Request[] = []
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === path) sent.push(request)
  })
  return sent
}
