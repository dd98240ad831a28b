import 'server-only'
import Bowser from 'bowser'

const userAgentMax = 512
const unknown = 'Unknown device'

const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

/** What calls itself "curl/8.5" and no more: one word of letters, too short to say anything to the owner. */
const program = /^([A-Za-z-]{2,16})\/\d[\w.]*$/

/** Only names that bowser knows: for others it repeats the header, and a stranger could write into the owner's list. */
function browserName(userAgent: string): string {
  const { browser, os } = Bowser.parse(userAgent)
  const names = [browsers.has(browser.name ?? '') && browser.name, systems.has(os.name ?? '') && os.name]
  return names.filter(Boolean).join(' on ')
}

/**
 * A browser's name for people: "Chrome on Linux". For recognising one's own sessions, never for deciding anything.
 * @param userAgent the header as it came; junk and null give "Unknown device"
 * @returns at most 60 characters, all from a closed list but for one short word
 */
export function deviceName(userAgent: string | null | undefined): string {
  if (!userAgent) return unknown
  try {
    const shortened = userAgent.slice(0, userAgentMax)
    return browserName(shortened) || program.exec(shortened)?.[1] || unknown
  } catch {
    return unknown
  }
}
