import 'server-only'
import { randomToken, readSignedValue, sha256Base64url, signValue } from '@/lib/crypto'

const purpose = 'device cookie'
const accountsMax = 5
const digestLength = 22 // 132 bits
const shape = /^[A-Za-z0-9_-]{22}(\.[A-Za-z0-9_-]{22}){1,5}$/

/** Tells an account only to who has its id already, and no two devices the same. */
const markOf = (deviceId: string, userId: string) =>
  sha256Base64url(`${deviceId} ${userId}`).slice(0, digestLength)

function read(cookieValue: string | null) {
  const value = cookieValue === null ? null : readSignedValue(cookieValue, purpose)
  if (value === null || !shape.test(value)) return null
  const [deviceId = '', ...marks] = value.split('.')
  return { deviceId, marks }
}

/**
 * The device cookie of a browser that has just signed in as `userId`: a random device id, and marks of the last five
 * accounts that signed in there, signed. No secret, no session: it only earns a bucket of its own in the throttle.
 * @returns fewer than 300 characters, all allowed in a cookie
 */
export function deviceCookieFor(userId: string, previousCookieValue: string | null = null): string {
  const { deviceId, marks } = read(previousCookieValue) ?? {
    deviceId: randomToken().slice(0, digestLength),
    marks: [],
  }
  const mark = markOf(deviceId, userId)
  const latest = [mark, ...marks.filter((other) => other !== mark)].slice(0, accountsMax)
  return signValue([deviceId, ...latest].join('.'), purpose)
}

/** @returns the device id when this browser has signed in as `userId` before; null otherwise */
export function knownDevice(cookieValue: string | null, userId: string): string | null {
  const device = read(cookieValue)
  return device?.marks.includes(markOf(device.deviceId, userId)) ? device.deviceId : null
}
