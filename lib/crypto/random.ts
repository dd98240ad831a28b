import 'server-only'
import { randomBytes } from 'node:crypto'

const tokenBytes = 32

/** A bearer secret: 256 random bits as base64url, 43 characters (ASVS 7.2.3 asks for 128). */
export const randomToken = () => randomBytes(tokenBytes).toString('base64url')
