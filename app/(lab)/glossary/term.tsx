import { TextLink } from '@/app/components/text-link'
import { words } from './words'

/** A word where it first appears, with the way to what it means. @param id fails the build of a page that is rendered without it */
export function Term({ id, children }: { id: string; children?: string }) {
  const entry = words.find((word) => word.id === id)
  if (!entry) throw new Error(`The glossary does not know ${id}`)
  return <TextLink href={`/glossary#${id}`}>{children ?? entry.word}</TextLink>
}
