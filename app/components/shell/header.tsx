import type { AuthState } from '@/lib/auth'
import { extraLinks } from '@/lib/auth/http/page-extras'
import { buttonClass } from '../button'
import { SignOutForm } from '../session/sign-out-form'
import { TextLink } from '../text-link'
import { ExtraLinks } from './extra-links'
import { Mark } from './mark'
import { NavLink } from './nav-link'
import { StateStrip } from './state-strip'

/** The same on every page, complete in the first byte: nothing in it moves when the page comes alive. */
export const Header = ({ state }: { state: AuthState }) => (
  <header>
    <div className="page flex flex-wrap items-center gap-x-8 gap-y-1 py-2.5">
      <Mark />
      <nav
        aria-label="Main"
        className="order-last flex w-full flex-wrap gap-x-4 sm:gap-x-6 md:order-none md:w-auto"
      >
        <ExtraLinks links={extraLinks.get().main} />
        <NavLink href="/choose">Choose</NavLink>
        <NavLink href="/account">Account</NavLink>
        {state.status === 'authenticated' && state.user.role === 'admin' && (
          <NavLink href="/admin">Admin</NavLink>
        )}
      </nav>
      <div className="ms-auto flex min-h-9 items-center gap-2">
        {state.status === 'anonymous' ? <Entrances /> : <SignOutForm />}
      </div>
    </div>
    <StateStrip state={state} />
  </header>
)

const Entrances = () => (
  <>
    <TextLink href="/sign-in" className={buttonClass('plain', 'small')}>
      Sign in
    </TextLink>
    <TextLink href="/sign-up" className={buttonClass('quiet', 'small')}>
      Sign up
    </TextLink>
  </>
)
