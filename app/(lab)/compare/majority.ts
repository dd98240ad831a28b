/** What most of those say that say something: quiet, so that what parts from it stands out. Null where no answer has most. */
export function majority(texts: readonly string[]): string | null {
  const most = (text: string) => texts.filter((one) => one === text).length * 2 > texts.length
  return texts.find(most) ?? null
}
