/**
 * Names that people choose and others read in lists: nothing in one is invisible, turns the text around or covers its
 * neighbours. Apart from the schemas, so that a page can show old names by the same rule without carrying zod.
 */

/** Code points: "é" or an emoji is one. */
export const nameMax = 100

/** Accents and vowel signs on one letter. Hebrew, Burmese and Tibetan names have up to four. */
const marksMax = 4

/** Zero-width characters, bidi controls, soft hyphens, fillers, tags, the joiners of an emoji */
const invisible = '[\\p{Cf}\\p{Default_Ignorable_Code_Point}]'

/** Scripts in which a joiner between two letters changes how a word is written (Unicode Standard, 23.2). */
const joiningScripts = 'Arab Syrc Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr'
const joining = `[${joiningScripts.replace(/\w+ ?/g, (script) => `\\p{scx=${script.trim()}}`)}]`

/**
 * Characters that do not show by themselves and yet belong to a name: a joiner before a letter of such a script, the one
 * that ends a Malayalam chillu, a variation selector behind an ideograph (Japanese family names).
 */
const meaningful =
  `(?<=${joining})[\\u200c\\u200d](?=${joining})(?=\\p{L})|(?<=\\p{sc=Mlym}\\u0d4d)\\u200d(?!${invisible}*\\p{M})|` +
  `(?<=\\p{Unified_Ideograph})[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]`

const meaningfulOrInvisible = new RegExp(`(${meaningful})|${invisible}`, 'gu')

/** Spaces, and two that look like one: an empty Braille cell, an empty notehead */
const blank = '[\\s\\u2800\\u{1d159}]'
const blanks = new RegExp(`${blank}+`, 'gu')

/** What a name cannot begin with: an accent would sit on what stands before the name */
const nothingToSee = new RegExp(`^(?:\\p{M}|${invisible}|${blank})+`, 'u')

const mark = `(?!${invisible})[\\p{Mn}\\p{Me}]${invisible}*`
const tooManyMarks = new RegExp(`((?:${mark}){${marksMax}})(?:${mark})+`, 'gu')

/** A name as it is kept and shown. Empty where nothing of it would be seen. Twice is once. */
export const cleanName = (name: string): string =>
  name
    .replace(nothingToSee, '')
    .replace(tooManyMarks, '$1')
    .replace(meaningfulOrInvisible, '$1')
    .replace(blanks, ' ')
    .trim()

/** A name that is stored, maybe from before this rule. @returns null where there is none to be seen */
export const shownName = (name: string | null): string | null => cleanName(name ?? '') || null

/** Whether a name would be read as somebody's address. */
export const looksLikeAddress = (name: string): boolean => /\S[@\uff20\ufe6b]\S/u.test(name)
