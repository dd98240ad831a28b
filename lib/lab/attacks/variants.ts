import 'server-only'

/** A credential that is nearly a good one. */
export type Variant = { name: string; credential: string }

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const [lowest, highest] = [0b000001, 0b100000]

/** Another character of Base64url, one bit away. A point, which separates segments, becomes one of its own. */
function flipped(character: string, bit: number): string {
  const value = alphabet.indexOf(character)
  return value < 0 ? alphabet[bit]! : alphabet[value ^ bit]!
}

const replaced = (text: string, index: number, character: string) =>
  text.slice(0, index) + character + text.slice(index + 1)

/** At each character the lowest bit and the highest: the lowest of the last one is spare where Base64 does not fill it. */
const everyCharacter = (good: string): Variant[] =>
  [...good].flatMap((character, index) =>
    [lowest, highest].map((bit) => ({
      name: `character ${index}, bit ${bit}`,
      credential: replaced(good, index, flipped(character, bit)),
    })),
  )

const withSegment = (segments: string[], index: number, text: string) =>
  segments.map((segment, at) => (at === index ? text : segment)).join('.')

/** Each segment empty, cut, prolonged, doubled, and gone. */
function everySegment(good: string): Variant[] {
  const segments = good.split('.')
  return segments.flatMap((segment, index) => [
    ...['', segment.slice(0, -1), segment.slice(1), `${segment}A`, `${segment}=`, segment + segment]
      .filter((text) => text !== segment)
      .map((text) => ({ name: `segment ${index}`, credential: withSegment(segments, index, text) })),
    { name: `without segment ${index}`, credential: segments.filter((_, at) => at !== index).join('.') },
  ])
}

/** @returns no two alike, none of them the good one, and none empty: no credential is another question */
export function variantsOf(good: string): Variant[] {
  const all = [...everyCharacter(good), ...everySegment(good)]
  const different = new Map(all.map((variant) => [variant.credential, variant]))
  return [...different.values()].filter(({ credential }) => credential !== good && credential !== '')
}

const bytesOf = (credential: string) =>
  credential
    .split('.')
    .map((segment) => Buffer.from(segment, 'base64url').toString('hex'))
    .join('.')

/** Is it the same bytes in other characters? Base64url leaves spare bits, and some readers overlook padding. */
export const isOtherSpelling = ({ credential }: Variant, good: string) =>
  bytesOf(credential) === bytesOf(good)
