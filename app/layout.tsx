import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { appAddress } from '@/lib/auth/http/origin'
import { durations, readTheme } from '@/lib/auth/http/preference'
import { readPageState } from '@/lib/auth/http/page-state'
import { strategies, strategyIds } from '@/lib/strategies'
import { lifeOf } from './components/session/life'
import { SessionKeeper } from './components/session/session-keeper'
import { stateKey } from './components/session/state-key'
import { Footer } from './components/shell/footer'
import { Header } from './components/shell/header'
import { strategyCount } from './components/strategy'
import './globals.css'

const description = 'One person, every way of staying signed in, side by side.'
const socialImage = {
  url: '/social.png',
  width: 1200,
  height: 630,
  type: 'image/png',
  alt: `The same person, kept signed in ${strategyCount} ways: ${strategyIds.map((id) => strategies[id].noun).join(', ')}.`,
}

/** Addresses in it are absolute, by AUTH_URL: known when the app runs, not when it is built. */
export const generateMetadata = (): Metadata => ({
  metadataBase: new URL(appAddress().origin),
  title: { default: 'Bothways', template: '%s · Bothways' },
  description,
  manifest: '/site.webmanifest',
  icons: {
    icon: [
      { url: '/favicon.ico', sizes: '16x16 32x32 48x48' },
      { url: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
    ],
    apple: { url: '/apple-touch-icon.png', sizes: '180x180' },
  },
  openGraph: { type: 'website', siteName: 'Bothways', locale: 'en_GB', images: [socialImage] },
  twitter: { card: 'summary_large_image', images: [socialImage] },
})

export const viewport: Viewport = { colorScheme: 'light dark' }

/**
 * Around every page, for everybody. Who is signed in is read here once; during an outage the page is still rendered.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [state, theme] = await Promise.all([readPageState(), readTheme()])
  return (
    <html lang="en-GB" data-scroll-behavior="smooth" data-theme={theme}>
      <body className="flex min-h-dvh flex-col">
        <a href="#main" className="skip-link">
          Skip to content
        </a>
        <Header state={state} />
        <main id="main" tabIndex={-1} className="page py-10 outline-none sm:py-14">
          {children}
        </main>
        <Footer />
        <SessionKeeper
          stateKey={stateKey(state)}
          life={lifeOf(state, durations().idleSeconds)}
          origin={appAddress().origin}
        />
      </body>
    </html>
  )
}
