import clsx from 'clsx'
import { extraLinks } from '@/lib/auth/http/page-extras'
import { readTheme } from '@/lib/auth/http/preference'
import { Icon } from '../drawing'
import { chooseTheme } from '../frame-actions'
import { ExtraLinks } from './header'
import { NavLink } from './nav-link'

/** Below every page: the links that are not needed every day, and the theme. */
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

const choices = [
  { theme: 'system', label: 'System', icon: 'monitor' },
  { theme: 'light', label: 'Light', icon: 'sun' },
  { theme: 'dark', label: 'Dark', icon: 'moon' },
] as const

/** Three buttons of one form: the server remembers, so that the first paint is already right. */
export async function ThemeSwitch() {
  const chosen = await readTheme()
  return (
    <form action={chooseTheme}>
      <div role="group" aria-label="Theme" className="inline-flex rounded-md border border-edge p-0.5">
        {choices.map(({ theme, label, icon }) => (
          <button
            key={theme}
            name="theme"
            value={theme}
            aria-pressed={theme === chosen}
            className={clsx(
              'inline-flex min-h-8 items-center gap-1.5 rounded px-2.5 text-sm',
              theme === chosen ? 'bg-action text-on-action' : 'text-muted hover:text-ink',
            )}
          >
            <Icon shape={icon} className="size-3.5" />
            {label}
          </button>
        ))}
      </div>
    </form>
  )
}
