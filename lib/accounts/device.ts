import 'server-only'
import Bowser from 'bowser'
import { randomToken, readSignedValue, sha256Base64url, signValue } from '@/lib/crypto'

const userAgentMax = 512
const unknown = 'Unknown device'

const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

/** Programs that say who they are in one word. Only these: "Administrator/1" would be read as what the list says itself. */
const programs = new Set(
  [
    ['curl', 'Wget', 'HTTPie', 'xh', 'hurl', 'k6', 'PostmanRuntime', 'insomnia', 'bothways-native'],
    [
      'node',
      'undici',
      'axios',
      'got',
      'Deno',
      'Bun',
      'Go-http-client',
      'okhttp',
      'Java',
      'Apache-HttpClient',
    ],
    ['Dart', 'Ruby', 'Faraday', 'reqwest', 'GuzzleHttp', 'python-requests', 'python-httpx', 'aiohttp'],
  ].flat(),
)

function programName(userAgent: string): string | undefined {
  const [name = ''] = userAgent.split('/', 1)
  return programs.has(name) ? name : undefined
}

/** Only names that bowser knows: for others it repeats the header, and a stranger could write into the owner's list. */
function browserName(userAgent: string): string {
  const { browser, os } = Bowser.parse(userAgent)
  const names = [browsers.has(browser.name ?? '') && browser.name, systems.has(os.name ?? '') && os.name]
  return names.filter(Boolean).join(' on ')
}

/**
 * A browser's name for people: "Chrome on Linux". For recognising one's own sessions, never for deciding anything.
 * @param userAgent the header as it came; junk and null give "Unknown device"
 * @returns at most 60 characters, all from closed lists
 */
export function deviceName(userAgent: string | null | undefined): string {
  if (!userAgent) return unknown
  try {
    const shortened = userAgent.slice(0, userAgentMax)
    return browserName(shortened) || programName(shortened) || unknown
  } catch {
    return unknown
  }
}

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

/** Whoever is at the door, as the edge saw them. */
export type Visitor = {
  /** client address, as far as it can be believed */
  address: string
  /** the browser's name for people, see `deviceName` */
  device: string
  /** value of the device cookie, as it came */
  deviceCookie: string | null
}
