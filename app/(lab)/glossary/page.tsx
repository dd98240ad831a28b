import type { Metadata } from 'next'
import { PageHeading } from '@/app/components/text'
import { requireLab } from '../require-lab'
import { words, type Word } from './entries'

export const metadata: Metadata = { title: 'Glossary' }

/** The words that other pages link to, for everybody, in the lab only. */
export default function GlossaryPage() {
  requireLab()
  return (
    <>
      <PageHeading title="Glossary">
        The words of the standards, in ours. Each names the place where it is defined.
      </PageHeading>
      <dl className="grid">
        {words.map((word) => (
          <Entry key={word.id} word={word} />
        ))}
      </dl>
    </>
  )
}

const Entry = ({ word: { id, word, text, source } }: { word: Word }) => (
  <div
    id={id}
    className="grid scroll-mt-6 gap-x-10 gap-y-1 border-t border-line py-4 target:bg-sunken lg:grid-cols-[15rem_minmax(0,1fr)]"
  >
    <dt className="font-semibold">
      <a href={`#${id}`} className="no-underline hover:underline">
        {word}
      </a>
    </dt>
    <dd className="grid gap-1">
      <p className="prose-width">{text}</p>
      <p className="text-sm">
        <a href={source.href} rel="noreferrer" className="text-muted">
          {source.name}
        </a>
      </p>
    </dd>
  </div>
)
