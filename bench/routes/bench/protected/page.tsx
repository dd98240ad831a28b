import { protect } from '@/lib/auth/http/page-state'

/** The same page for those who are signed in. */
export default async function Page() {
  const state = await protect('/bench/protected')
  return <p>{state.status === 'authenticated' ? 'The same words for everybody.' : 'Nobody can tell.'}</p>
}
