import 'server-only'
import { createHash } from 'node:crypto'

/** SHA-256 of the UTF-8 text, base64url. For secrets of 128 random bits or more; a password needs `hashPassword`. */
export const sha256Base64url = (text: string) => createHash('sha256').update(text).digest('base64url')
