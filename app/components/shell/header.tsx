import type { AuthState } from '@/lib/auth'
import { extraLinks, type ExtraLink } from '@/lib/auth/http/page-extras'
import { buttonClass } from '../button'
import { Form, FormMessage } from '../form/form'
import { SubmitButton } from '../form/submit-button'
import { signOutHere } from '../frame-actions'
import { TextLink } from '../text'
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
        {state.status === 'anonymous' ? <Entrances /> : <SignOut />}
      </div>
    </div>
    <StateStrip state={state} />
  </header>
)

/** Without a script it is an action. With one `session/signed-in.ts` asks the API instead. */
const SignOut = () => (
  <Form action={signOutHere} className="sign-out relative">
    <SubmitButton kind="quiet" size="small">
      Sign out
    </SubmitButton>
    <FormMessage className="sign-out-fault" />
  </Form>
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

/** Links of a navigation that not every app has. */
export const ExtraLinks = ({ links }: { links: readonly ExtraLink[] }) =>
  links.map(({ href, text, anew }) => (
    <NavLink key={href} href={href} anew={anew}>
      {text}
    </NavLink>
  ))
