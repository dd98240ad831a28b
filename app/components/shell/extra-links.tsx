import type { ExtraLink } from '@/lib/auth/http/page-extras'
import { NavLink } from './nav-link'

/** Links of a navigation that not every app has. */
export const ExtraLinks = ({ links }: { links: readonly ExtraLink[] }) =>
  links.map(({ href, text, anew }) => (
    <NavLink key={href} href={href} anew={anew}>
      {text}
    </NavLink>
  ))
