import { createRoot } from 'react-dom/client'
import { getSession, SessionProvider, signIn, signOut, useSession } from 'next-auth/react'

/** A page of somebody's own, with the client of Auth.js as its documentation shows it. `data-strategy` says which instance. */

const { strategy = '' } = document.body.dataset

function Page() {
  const { data, status, update } = useSession()
  const signInAs = async (form: FormData) => {
    const answer = await signIn('credentials', {
      email: form.get('email'),
      password: form.get('password'),
      redirect: false,
    })
    document.title = answer.error ? `refused: ${answer.error}` : 'signed in'
  }
  return (
    <>
      <p role="status">{status}</p>
      <pre>{JSON.stringify(data)}</pre>
      <form action={signInAs}>
        <input name="email" aria-label="Email" />
        <input name="password" aria-label="Password" />
        <button>Sign in</button>
      </form>
      <button onClick={() => void update({ role: 'admin', user: { role: 'admin' } })}>Update</button>
      <button onClick={() => void signOut({ redirect: false })}>Sign out</button>
      <button onClick={() => void getSession().then((session) => (document.title = JSON.stringify(session)))}>
        Ask
      </button>
    </>
  )
}

createRoot(document.getElementById('root')!).render(
  <SessionProvider basePath={`/api/auth/${strategy}`}>
    <Page />
  </SessionProvider>,
)
