/** Characters that do not show, or turn the text around; line ends are left as they are. */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu

/** Text as it came from outside, for whoever looks at it closely: what does not show is written as `\u{202e}`. */
export const escaped = (text: string) =>
  text.replace(unseen, (one) => (one === '\n' ? one : `\\u{${one.codePointAt(0)!.toString(16)}}`))
