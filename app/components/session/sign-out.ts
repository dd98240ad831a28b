const unreachable = 'The server could not be reached. You may still be signed in. Try again.'

/** @returns why not, or null when it is done */
async function signOut(): Promise<string | null> {
  try {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/api/sign-out', { method: 'POST', headers, body: '{}' })
    if (answer.ok) return null
    const problem = (await answer.json()) as { title?: unknown } | null
    return typeof problem?.title === 'string' ? problem.title : unreachable
  } catch {
    return unreachable
  }
}

async function leave(form: HTMLFormElement) {
  const [button, message] = [form.querySelector('button'), form.querySelector('p')]
  if (!button || !message || button.ariaBusy === 'true') return
  button.ariaBusy = 'true'
  message.textContent = ''
  const fault = await signOut()
  // eslint-disable-next-line @next/next/no-location-assign-relative-destination -- a new document is the point
  if (!fault) return location.assign('/sign-in?notice=signed-out')
  message.textContent = fault
  button.ariaBusy = 'false'
}

/**
 * Never claims what was not done: a refusal stays beside the button, and so does the session. Signs out by the API, whose
 * answer empties the cache, and not by the action of the form.
 */
export const signOutByApi = (signal: AbortSignal) =>
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target as HTMLFormElement
      if (!form.matches('.sign-out')) return
      event.preventDefault()
      event.stopPropagation()
      void leave(form)
    },
    { capture: true, signal },
  )
