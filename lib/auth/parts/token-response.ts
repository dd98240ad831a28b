import 'server-only'
import type { Tokens } from '../contract'
import { secondsUntil } from './lifetimes'

/** An access token in the shape of RFC 6749 §5.1. */
export const tokenResponse = (jwt: string, expiresAt: Date, now: Date): Tokens => ({
  access_token: jwt,
  token_type: 'Bearer',
  expires_in: secondsUntil(expiresAt, now),
})
