import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { appAddress } from '@/lib/auth/http/lab'
import { durations } from '@/lib/auth/http/durations'
import { readState } from '@/lib/auth/http/state'
import { readTheme } from '@/lib/auth/http/theme'
import { SessionKeeper } from './components/session/session-keeper'
import { stateKey } from './components/session/state-key'
import { lifeOf } from './components/session/life'
import { Footer } from './components/shell/footer'
import { Header } from './components/shell/header'
import { OtherAddress } from './components/shell/other-address'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Bothways', template: '%s · Bothways' },
  description: 'One person, every way of staying signed in, side by side.',
}

export const viewport: Viewport = { colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [state, theme] = await Promise.all([readState(), readTheme()])
  return (
    <html lang="en-GB" data-scroll-behavior="smooth" data-theme={theme}>
      <body className="flex min-h-dvh flex-col">
        <a href="#main" className="skip-link">
          Skip to content
        </a>
        <Header state={state} />
        <main id="main" tabIndex={-1} className="page py-10 outline-none sm:py-14">
          <OtherAddress origin={appAddress().origin} />
          {children}
        </main>
        <Footer />
        <SessionKeeper stateKey={stateKey(state)} life={lifeOf(state, durations().idleSeconds)} />
      </body>
    </html>
  )
}
