import 'server-only'
import { randomToken, readSignedValue, sha256Base64url, signValue } from '@/lib/crypto'

/** The cookie by which the limits know a browser in which somebody has signed in before. It signs nobody in. */

const devicePurpose = 'device cookie'
const accountsMax = 5
const digestLength = 22 // 132 bits
const deviceShape = /^[A-Za-z0-9_-]{22}(\.[A-Za-z0-9_-]{22}){1,5}$/

/** The mark of an account on one device. Who does not know the account's id learns nothing from it. */
const markOf = (deviceId: string, userId: string) =>
  sha256Base64url(`${deviceId} ${userId}`).slice(0, digestLength)

function readDevice(cookieValue: string | null) {
  const value = cookieValue === null ? null : readSignedValue(cookieValue, devicePurpose)
  if (value === null || !deviceShape.test(value)) return null
  const [deviceId = '', ...marks] = value.split('.')
  return { deviceId, marks }
}

/**
 * The device cookie of a browser that has just signed in as `userId`: a random device id, and marks of the last five
 * accounts that signed in there, signed. It is no secret and no session: it only gives the browser a bucket of its own
 * at sign-in.
 * @returns fewer than 300 characters, all allowed in a cookie
 */
export function deviceCookieFor(userId: string, previousCookieValue: string | null = null): string {
  const { deviceId, marks } = readDevice(previousCookieValue) ?? {
    deviceId: randomToken().slice(0, digestLength),
    marks: [],
  }
  const mark = markOf(deviceId, userId)
  const latest = [mark, ...marks.filter((other) => other !== mark)].slice(0, accountsMax)
  return signValue([deviceId, ...latest].join('.'), devicePurpose)
}

/** @returns the device id when this browser has signed in as `userId` before; null otherwise */
export function knownDevice(cookieValue: string | null, userId: string): string | null {
  const device = readDevice(cookieValue)
  return device?.marks.includes(markOf(device.deviceId, userId)) ? device.deviceId : null
}
