import 'server-only'
import { decrypt, encrypt } from './authenticated-encryption'
import { derivedKey } from './derived-key'

const keyBytes = 32

/**
 * Encrypts and authenticates a text with a key of this app, for a database or a cookie.
 * @param label the purpose: what was sealed for one does not open for another
 * @param context what it belongs to, e.g. the row: not contained, but it opens there only
 */
export const sealValue = (text: string, label: string, context?: string): string =>
  encrypt(text, derivedKey(label, keyBytes), context)

/**
 * @returns the text, or null for anything this app did not seal for this purpose and context.
 * Does NOT check age, nor whom it was given to: put into the text what has to be checked.
 */
export const openSealedValue = (sealed: string, label: string, context?: string): string | null =>
  decrypt(sealed, derivedKey(label, keyBytes), context)
