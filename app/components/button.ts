import clsx from 'clsx'

const shape =
  'no-print inline-flex items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap no-underline transition-colors duration-150 select-none'

const kinds = {
  primary: 'bg-action text-on-action hover:bg-action-hover',
  quiet: 'border border-edge bg-surface text-ink hover:border-ink',
  plain: 'text-ink hover:bg-sunken',
}

const sizes = { small: 'min-h-8 px-3 text-sm', normal: 'min-h-11 px-5' }

/** For a button whose text may have any length, such as the name of a provider. */
export const anyLength = 'max-w-full py-1.5 whitespace-normal! wrap-anywhere'

/** The look of an action, for a button or a link. */
export const buttonClass = (kind: keyof typeof kinds = 'primary', size: keyof typeof sizes = 'normal') =>
  clsx(shape, kinds[kind], sizes[size])
