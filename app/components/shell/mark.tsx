import { TextLink } from '../text-link'

/** Two halves that face each other across an axis. */
export const Mark = () => (
  <TextLink
    href="/"
    className="inline-flex items-center gap-2.5 text-[1.0625rem] font-semibold tracking-tight no-underline"
  >
    <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5">
      <path d="M8 3v14H1z" className="fill-current" />
      <path d="M12.75 5.3v10.95h5.5z" className="fill-none stroke-current stroke-[1.5]" />
      <path d="M10 0v20" className="stroke-current stroke-1" />
    </svg>
    Bothways
  </TextLink>
)
