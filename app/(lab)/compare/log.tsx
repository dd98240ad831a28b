import type { Line } from './log-line'

/** What happened here, in sentences, the newest last. */
export const Log = ({ lines }: { lines: Line[] }) => (
  <section aria-labelledby="what-happened" className="needs-script mt-10">
    <h2 id="what-happened" className="mb-2 text-[1.0625rem]">
      What happened
    </h2>
    <div role="log" aria-live="polite" aria-labelledby="what-happened" className="log">
      {lines.length === 0 && (
        <p className="text-muted">Nothing yet. Sign in, then send the same request to all.</p>
      )}
      <ol>
        {lines.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ol>
    </div>
  </section>
)
