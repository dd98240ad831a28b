import { Section } from '@/app/components/section'
import type { StrategyId } from '@/lib/auth'
import { sourceOf } from './source-of'

type Props = { strategy: StrategyId; main: string; own: readonly string[]; shared: readonly string[] }

export async function Code({ strategy, main, own, shared }: Props) {
  const source = await sourceOf(main)
  return (
    <Section title="The code to take" lead="Its own folder, and what that imports of the room around it.">
      <div className="grid gap-5">
        <Files title="Its own" files={own} />
        <Files title="Shared with the others" files={shared} />
        {source && (
          <figure className="grid min-w-0 gap-1.5">
            <figcaption className="text-sm text-muted">
              How a request is recognised: <code>{main}</code>
            </figcaption>
            <pre
              tabIndex={0}
              aria-label={main}
              className="overflow-x-auto border border-line bg-sunken p-4 print:whitespace-pre-wrap"
            >
              <code>{source}</code>
            </pre>
          </figure>
        )}
        <p className="max-w-[68ch]">
          A command that writes all of it into an app of yours is to come:{' '}
          <code className="break-words">npm run eject -- --strategy={strategy} --to DIR</code>. It is not
          there yet; until then, copy the files.
        </p>
      </div>
    </Section>
  )
}

const Files = ({ title, files }: { title: string; files: readonly string[] }) => (
  <div className="grid gap-1">
    <h3 className="text-sm text-muted">{title}</h3>
    <ul className="grid gap-x-6 sm:grid-cols-2">
      {files.map((file) => (
        <li key={file} className="min-w-0 break-words">
          <code>{file}</code>
        </li>
      ))}
    </ul>
  </div>
)
