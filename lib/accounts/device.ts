import 'server-only'
import Bowser from 'bowser'

const userAgentMax = 512
const unknown = 'Unknown device'

const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

/**
 * Programs whose User-Agent header begins with their name. No others are shown: a client could call itself
 * "Administrator/1", and the person would read that as a word of this app.
 */
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

/** Where a request came from and which browser sent it, as `identify` found them. */
export type Visitor = {
  /** client address, as far as it can be believed */
  address: string
  /** the browser's name for people, see `deviceName` */
  device: string
  /** value of the device cookie, as it came */
  deviceCookie: string | null
}
