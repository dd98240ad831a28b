import { TextLink } from '@/app/components/text-link'
import { words } from './words'

const occursIn = (text: string, word: string) => new RegExp(`\\b${word}`, 'i').test(text)

/** The words of the glossary that a text makes use of, each with the way to what it means. */
export function TermsIn({ text }: { text: string }) {
  const used = words.filter(({ word }) => occursIn(text, word))
  return (
    <ul className="flex flex-wrap gap-x-4">
      {used.map(({ id, word }) => (
        <li key={id}>
          <TextLink href={`/glossary#${id}`}>{word}</TextLink>
        </li>
      ))}
      <li>
        <TextLink href="/glossary">All words</TextLink>
      </li>
    </ul>
  )
}
