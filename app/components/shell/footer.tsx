import { ThemeSwitch } from './theme-switch'

export const Footer = () => (
  <footer className="mt-auto border-t border-line">
    <div className="page flex flex-wrap items-center justify-between gap-x-8 gap-y-4 py-6">
      <p className="text-sm text-muted">One person, every way of staying signed in.</p>
      <ThemeSwitch />
    </div>
  </footer>
)
