import { extraLinks } from '@/lib/auth/http/page-extras'
import { ExtraLinks } from './extra-links'
import { NavLink } from './nav-link'
import { ThemeSwitch } from './theme-switch'

export const Footer = () => (
  <footer className="mt-auto border-t border-line">
    <div className="page flex flex-wrap items-center justify-between gap-x-8 gap-y-4 py-6">
      <nav aria-label="More" className="flex flex-wrap gap-x-5">
        <ExtraLinks links={extraLinks.get().more} />
        <NavLink href="/api-docs">API</NavLink>
        <NavLink href="/security">Security</NavLink>
      </nav>
      <ThemeSwitch />
    </div>
  </footer>
)
