import 'server-only'
import { lifetimes } from '../parts/lifetimes'

/** What a page may say about how long a session lasts. Seconds. */
export function durations() {
  const { idleSeconds, absoluteSeconds, jwtSeconds } = lifetimes()
  return { idleSeconds, absoluteSeconds, jwtSeconds }
}
