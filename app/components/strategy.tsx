import { byStrategy, strategies, strategyIds, type StrategyId, type Traits } from '@/lib/strategies'
import { Glyph } from './glyph'

/** How a strategy is called, everywhere. Its colour and glyph go by its id. */
export const strategyNames = byStrategy(strategyIds, (id) => strategies[id].name)

const holds: Record<Traits['credential'], string> = {
  opaque: 'An opaque random id',
  'signed-reference': 'A signed reference, good for minutes, and a key in the device',
  'encrypted-jwt': 'An encrypted JWT',
  'signed-jwt': 'A signed JWT and a refresh token',
}

const carriedBy: Record<Traits['carrier'], string> = {
  cookie: 'An HttpOnly cookie',
  header: 'An Authorization header',
}

const lookedUp: Record<Traits['lookup'], string> = {
  'each-request': 'At every request',
  'each-renewal': 'At each renewal, not between',
}

/** The traits of a strategy in words for people. Code branches on the traits, never on these. */
export const traitsInWords = ({ credential, carrier, lookup }: Traits) => ({
  holds: holds[credential],
  carriedBy: carriedBy[carrier],
  lookedUp: lookedUp[lookup],
})

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** A number within a sentence: "four". Digits from ten on. */
export const inWords = (count: number) => numerals[count] ?? String(count)

/** How many strategies there are, within a sentence. */
export const strategyCount = inWords(strategyIds.length)

const either = new Intl.ListFormat('en', { type: 'disjunction' })

/** "a database session or a JWT" */
export const anyOf = (ids: readonly StrategyId[]) =>
  either.format(ids.map((id) => `a ${strategies[id].noun}`))

/** For the beginning of a sentence. */
export const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Glyph and name of a strategy. The colour is that of `data-strategy`, wherever the badge stands. */
export const StrategyBadge = ({ strategy }: { strategy: StrategyId }) => (
  <span
    data-strategy={strategy}
    className="inline-flex items-baseline gap-1.5 whitespace-nowrap text-strategy"
  >
    <Glyph strategy={strategy} />
    {strategyNames[strategy]}
  </span>
)
