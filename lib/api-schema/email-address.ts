/** Email addresses: one canonical form, however they are spelled. ASCII, lower case, the domain as DNS has it. */

export type EmailAddress = { ok: true; address: string } | { ok: false; code: 'malformed' | 'unusable' }

/** RFC 5321 §4.5.3.1.3: a path of 256 octets, of which two are its brackets */
export const addressMax = 254
/** RFC 5321 §4.5.3.1.1 */
export const localPartMax = 64
/** RFC 1035 §2.3.4 */
export const labelMax = 63

const typedMax = 1024

/** What does not show: zero-width characters, bidi controls, soft hyphens, byte order marks, fillers, tags. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Those two of them that IDNA takes for letters of some scripts (RFC 5892 appendix A) */
const joiner = /[\u200c\u200d]/g
const around = /^[\s\u200c\u200d]+|[\s\u200c\u200d]+$/g
const invisibleButJoiners = /(?![\u200c\u200d])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** WHATWG HTML "valid email address", which is what `<input type=email>` accepts, apart from the lengths */
const atext = "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]"
const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?'
const localPart = new RegExp(`^${atext}+$`)
const asciiDomain = new RegExp(`^${label}(?:\\.${label})*$`)

/** Letters beyond ASCII (RFC 6531 §3.3), quoted strings and comments (RFC 5322 §3.2): right, and of no use here */
const foreignLocalPart = new RegExp(`^(?:${atext}|\\P{ASCII}|"(?:[^"\\\\]|\\\\.)*"|\\([^()]*\\))+$`, 'u')
/** A literal such as [192.0.2.1] (RFC 5321 §4.1.3), or a domain with a comment */
const foreignDomain = /^(?:\[[^[\]\s]+\]|[^()[\]\s]*\([^()]*\)[^()[\]\s]*)$/

/**
 * The canonical form of an address that somebody typed, pasted or sent. What does not show is dropped, and a domain in
 * another script becomes its ASCII form (UTS 46, as in every browser). Of the part before the @ nothing is changed but
 * the case of ASCII letters: mapping more of it would turn one person's address into another's.
 * Does NOT check the lengths (`isTooLong`, `hasLongPart`), nor that the domain exists.
 * @returns `unusable` for what a standard allows and this app does not send to, `malformed` for everything else
 */
export const toEmailAddress = (typed: string): EmailAddress =>
  typed.length > typedMax ? { ok: false, code: 'malformed' } : parsed(visible(typed))

/** Whether mail or DNS cannot carry a part of a canonical address: the part before the @, or a label of the domain. */
export function hasLongPart(address: string): boolean {
  const [local, domain] = split(address)
  return local.length > localPartMax || domain.split('.').some((one) => one.length > labelMax)
}

/**
 * Whether a spelling is this canonical address but for the case of ASCII letters and the script of the domain. Not so
 * where something invisible had to be dropped, nor with ß or ς in the domain, which older software takes for another
 * domain (UTS 46 §7, deviation characters).
 */
export function isSpellingOf(address: string, spelled: string): boolean {
  if (spelled.length > typedMax || spelled.search(invisible) >= 0 || /[ßẞς]/.test(spelled)) return false
  const result = parsed(spelled.trim())
  return result.ok && result.address === address
}

function parsed(text: string): EmailAddress {
  const [local, domain] = split(text)
  const ascii = asciiDomainOf(domain)
  if (ascii !== null && localPart.test(local)) return { ok: true, address: `${local.toLowerCase()}@${ascii}` }
  const isKnown = foreignLocalPart.test(local) && (ascii !== null || foreignDomain.test(domain))
  return { ok: false, code: isKnown && !/\p{Cc}/u.test(text) ? 'unusable' : 'malformed' }
}

/** Without what does not show, and with the ASCII @ for those of East Asian keyboards (U+FF20, U+FE6B). */
function visible(typed: string): string {
  const text = typed.replace(invisibleButJoiners, '').replace(around, '')
  const [local, domain] = split(text.includes('@') ? text : text.replace(/[\uff20\ufe6b]/, '@'))
  const isDomain = asciiDomainOf(domain) !== null
  return `${local.replace(joiner, '')}@${isDomain ? domain : domain.replace(joiner, '')}`
}

function split(text: string): [local: string, domain: string] {
  const at = text.lastIndexOf('@')
  return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)]
}

function asciiDomainOf(domain: string): string | null {
  const ascii = /\P{ASCII}/u.test(domain) ? converted(domain) : domain.toLowerCase()
  return ascii !== null && asciiDomain.test(ascii) ? ascii : null
}

/** By the parser of URLs, which is to see nothing that it would read as a port, a user or a percent code. */
function converted(domain: string): string | null {
  const url = /^[a-zA-Z0-9.\P{ASCII}-]*$/u.test(domain) ? `http://${domain}` : ''
  return URL.canParse(url) ? new URL(url).hostname : null
}
