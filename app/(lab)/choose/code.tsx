import { Section } from '@/app/components/section'
import type { StrategyId } from '@/lib/auth'
import type { Code as CodeToTake } from '@/lib/choose'
import { CopyButton } from './copy-button'
import { Highlighted } from './highlighted'
import { sourceOf } from './source-of'

export const Code = ({ strategy, code }: { strategy: StrategyId; code: CodeToTake }) => (
  <Section title="The code to take" lead="Its own folder, and what that needs of the rooms around it.">
    <div className="grid gap-5" data-strategy={strategy}>
      <div className="grid gap-1">
        <h3 className="text-sm text-muted">Its own</h3>
        {code.own.map((file) => (
          <File key={file} file={file} isOpen={file === code.main} />
        ))}
      </div>
      <Files title="The parts it is made of" files={code.parts} />
      <Files title="The rooms these stand on, whole" files={code.rooms} />
      <p className="max-w-[68ch]">
        A command that writes all of it into an app of yours is to come:{' '}
        <code className="break-words">npm run eject -- --strategy={strategy} --to DIR</code>. It is not there
        yet; until then, copy the files.
      </p>
    </div>
  </Section>
)

/** A file of the checkout, or its name alone where there is none. */
async function File({ file, isOpen }: { file: string; isOpen: boolean }) {
  const source = await sourceOf(file)
  if (source === null) return <code className="break-words">{file}</code>
  return (
    <details open={isOpen} className="group min-w-0 border-b border-line">
      <summary className="min-h-11 cursor-pointer py-2.5 wrap-anywhere break-all">
        <code>{file}</code>
      </summary>
      <div className="mb-2 flex justify-end">
        <CopyButton text={source} what={file} />
      </div>
      <pre
        role="group"
        tabIndex={0}
        aria-label={file}
        className="mb-4 overflow-x-auto border border-line bg-sunken p-4 print:whitespace-pre-wrap"
      >
        <Highlighted source={source} />
      </pre>
    </details>
  )
}

const Files = ({ title, files }: { title: string; files: readonly string[] }) => (
  <div className="grid gap-1">
    <h3 className="text-sm text-muted">{title}</h3>
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,24rem),1fr))] gap-x-6">
      {files.map((file) => (
        <li key={file} className="min-w-0 break-words">
          <code>{file}</code>
        </li>
      ))}
    </ul>
  </div>
)
