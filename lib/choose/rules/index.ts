import 'server-only'

/** The table that decides: what is forbidden, what counts, and what to mind. */
export { applies, type Veto, type Warning, type Weight } from './rule'
export { vetoes } from './vetoes'
export { warnings } from './warnings'
export { weights } from './weights'
