import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'
import { Prover } from '@/lib/client'
import { keyOf } from './own-tokens'

/**
 * The keys that tokens of this browser are bound to: one for each session, in IndexedDB, under its thumbprint. What lies
 * there is a handle: every tab signs with it, also after a reload, and the browser gives the private key to no script.
 * @see RFC 9449 §11.4
 */

type KeptKey = { keyPair: Awaited<ReturnType<Prover['keyPair']>>; neededUntil: Date }

const databaseName = 'spa'
let opened: UseStore | undefined
const store = () => (opened ??= createStore(databaseName, 'keys'))

/** Whether this browser has kept a key before: for whoever never had one, no database is made. */
async function isThere(): Promise<boolean> {
  const databases = await indexedDB.databases().catch(() => [])
  return databases.some(({ name }) => name === databaseName)
}

/** One for each key, which remembers the nonce of the server. */
const provers = new Map<string, Prover>()
const origin = () => window.location.origin

/** With a new key, which is kept nowhere yet. */
export const newProver = () => new Prover(origin)

/**
 * Keeps the key of a session for every tab of this browser.
 * @param neededUntil when the session ends in any case
 * @returns false where the browser keeps nothing: no IndexedDB, or no room in it
 */
export async function keepKey(prover: Prover, neededUntil: Date): Promise<boolean> {
  const [thumbprint, keyPair] = [await prover.thumbprint(), await prover.keyPair()]
  try {
    await set(thumbprint, { keyPair, neededUntil } satisfies KeptKey, store())
  } catch {
    return false
  }
  provers.set(thumbprint, prover)
  return true
}

/** The one with that key. Undefined where the key is not in this browser, or not any more. */
export async function proverWith(thumbprint: string | undefined): Promise<Prover | undefined> {
  if (thumbprint === undefined) return undefined
  const before = provers.get(thumbprint)
  if (before || !(await isThere())) return before
  const kept = await get<KeptKey>(thumbprint, store())
  if (!kept) return undefined
  const prover = new Prover(origin, kept.keyPair)
  provers.set(thumbprint, prover)
  return prover
}

/** What makes the proofs for a token of ours. Undefined where it is bound to no key, or the key is gone. */
export const proverOf = (accessToken: string): Promise<Prover | undefined> => proverWith(keyOf(accessToken))

/** For good, and for every tab: nobody can make a proof with it any more. */
export async function forgetKey(thumbprint: string | undefined): Promise<void> {
  if (thumbprint === undefined) return
  provers.delete(thumbprint)
  if (await isThere()) await del(thumbprint, store())
}

/** Those of sessions that have ended by themselves: nobody was there to sign out. */
export async function forgetKeysOfEnded(now: Date): Promise<void> {
  for (const [thumbprint, { neededUntil }] of await allKept())
    if (neededUntil <= now) await forgetKey(thumbprint)
}

const allKept = async () => ((await isThere()) ? entries<string, KeptKey>(store()) : [])

/** A key as any script of this origin finds it: what came of trying to take the private key out of it. */
export type ObservedKey = { thumbprint: string; exports: { format: string; outcome: string }[] }

const exportAs = {
  jwk: (key: CryptoKey) => crypto.subtle.exportKey('jwk', key),
  pkcs8: (key: CryptoKey) => crypto.subtle.exportKey('pkcs8', key),
}

/** Reads every kept key back, and tries to export it, as an injected script would. */
export async function observeKeys(): Promise<ObservedKey[]> {
  const kept = await allKept()
  return Promise.all(
    kept.map(async ([thumbprint, { keyPair }]) => ({
      thumbprint,
      exports: await Promise.all(
        Object.entries(exportAs).map(async ([format, exported]) => ({
          format,
          outcome: await outcomeOf(exported(keyPair.privateKey)),
        })),
      ),
    })),
  )
}

/** In the word of the browser. What was exported all the same is not repeated. */
async function outcomeOf(exported: Promise<unknown>): Promise<string> {
  try {
    await exported
    return 'exported'
  } catch (error) {
    return error instanceof DOMException ? `refused, ${error.name}` : 'refused'
  }
}
