import type { StrategyId } from '@/lib/auth/contract'
import type { CredentialInspection } from '@/lib/lab'
import type { Exposure } from './column'
import type { Wallet } from './wallet'

/** Who may read a credential, by trying: the page is a script, and it looks wherever a script can look. */
export function findExposure(
  strategy: StrategyId,
  held: CredentialInspection,
  wallet: Wallet,
): Exposure | null {
  if (!held.credential) return null
  const token = wallet.tokens(strategy)?.access_token
  return token === undefined ? lookForCookie(strategy, held) : lookForToken(token)
}

function lookForCookie(strategy: StrategyId, { state }: CredentialInspection): Exposure {
  const isSeen = document.cookie.includes(`session.${strategy}=`)
  const isSent = state.status === 'authenticated' // nothing in this page attached it
  return {
    script: isSeen ? 'Yes: document.cookie shows it' : 'No: document.cookie does not show it',
    otherTab: isSeen ? 'Reads it' : isSent ? 'Sends it, cannot read it' : 'Does not have it',
  }
}

function lookForToken(token: string): Exposure {
  const stored = [localStorage, sessionStorage].some((storage) => JSON.stringify(storage).includes(token))
  return {
    script: `Yes: this page just read its ${token.length} characters`,
    otherTab: stored ? 'Yes: it is in a storage' : 'No: it is in no storage, only in this page',
  }
}
