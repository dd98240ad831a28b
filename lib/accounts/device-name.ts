import 'server-only'
import Bowser from 'bowser'

const userAgentMax = 512
const nameMax = 60
const unknown = 'Unknown device'

/** What bowser read from a header that anybody can send: letters, digits and a few signs, no more than fits a line. */
const readable = (name: string) =>
  name
    .replace(/[^\p{L}\p{N} ._()-]/gu, '')
    .trim()
    .slice(0, nameMax)

/**
 * A browser's name for people: "Chrome on Linux". For recognising one's own sessions, never for deciding anything.
 * @param userAgent the header as it came; junk and null give "Unknown device"
 * @returns at most 60 characters
 */
export function deviceName(userAgent: string | null | undefined): string {
  if (!userAgent) return unknown
  try {
    const { browser, os } = Bowser.parse(userAgent.slice(0, userAgentMax))
    return readable([browser.name, os.name].filter(Boolean).join(' on ')) || unknown
  } catch {
    return unknown
  }
}
