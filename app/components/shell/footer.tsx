import { labIsOn } from '@/lib/auth/http/lab'
import { NavLink } from './nav-link'
import { ThemeSwitch } from './theme-switch'

export const Footer = () => (
  <footer className="mt-auto border-t border-line">
    <div className="page flex flex-wrap items-center justify-between gap-x-8 gap-y-4 py-6">
      <nav aria-label="More" className="flex flex-wrap gap-x-5">
        {labIsOn() && <Lab />}
        <NavLink href="/api-docs">API</NavLink>
        <NavLink href="/security">Security</NavLink>
      </nav>
      <ThemeSwitch />
    </div>
  </footer>
)

const Lab = () => (
  <>
    <NavLink href="/tour">Tour</NavLink>
    <NavLink href="/wire">Wire</NavLink>
    <NavLink href="/spa" anew>
      Single-page client
    </NavLink>
    <NavLink href="/read-paths">Where auth state can be read</NavLink>
    <NavLink href="/glossary">Glossary</NavLink>
    <NavLink href="/outbox">Outbox</NavLink>
  </>
)
