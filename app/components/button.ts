type Kind = 'primary' | 'quiet' | 'plain'
type Size = 'small' | 'normal'

/** For a button whose text may have any length, such as the name of a provider. */
export const anyLength = 'max-w-full py-1.5 whitespace-normal! wrap-anywhere'

/** The look of an action, for a button or a link: `app/controls.css` has it. */
export const buttonClass = (kind: Kind = 'primary', size: Size = 'normal') =>
  `button ${kind} ${size} no-print`
