import { strategyCount } from '@/app/components/strategy'
import { TextLink } from '@/app/components/text'

export { Tried } from './comparison/comparison'
export { Measured } from './measure/quote'
export { Terms } from './glossary/terms'

/** Where to begin. */
export const Invitation = () => (
  <p>
    New here? <TextLink href="/tour">Take the tour</TextLink>: six stops, five minutes. Or see{' '}
    <TextLink href="/compare">all {strategyCount} side by side</TextLink>.
  </p>
)
