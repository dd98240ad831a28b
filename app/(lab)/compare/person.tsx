import { isIn, type Column } from './column'

/** Who it is: once, since it is the same everywhere. */
export function Person({ columns }: { columns: Column[] }) {
  const states = columns.filter(isIn).map(({ inspection }) => inspection?.state)
  const people = new Set(states.map((state) => (state?.status === 'authenticated' ? state.user.email : '')))
  return (
    <p className="mt-5 mb-3 min-h-7 text-[1.0625rem]">
      {people.size === 0 && 'Nobody is signed in here yet.'}
      {people.size === 1 && (
        <>
          <strong className="wrap-anywhere">{[...people][0]}</strong>, signed in{' '}
          {states.length === 1 ? 'once' : `${states.length} times`} in this page.
        </>
      )}
      {people.size > 1 && `Not the same person: ${[...people].join(', ')}.`}
    </p>
  )
}
