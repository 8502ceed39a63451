import { isMessageWord, messageWord } from './message-words.ts'

const hiddenWord = '•'
const maxLength = 2_000

const limit = String.raw`-?\d{1,6}(?:\.\d{1,6})?`
/** Before a number that we write ourselves: a limit, a count, a place. A quoted value stands behind none of these. */
const numberContext = new RegExp(
  String.raw`(?:[<>]=? ?-?|(?<![A-Za-z0-9_\u0080-\u{10ffff}])(?:outside -?|outside -?\d{1,6}\.|outside ${limit} to -?` +
    String.raw`|outside ${limit} to -?\d{1,6}\.|failed |by event |by event \d{1,9}:|lies |than |UTF-))$`,
  'u',
)

/**
 * An error's message as who has not revealed what it is about may read it: it may quote a value. Words that we, our
 * schemas and the database use are shown, with numbers that are limits and counts; each other word is `•`.
 */
export function publicMessage(message: string): string {
  const text = message.slice(0, maxLength)
  const shown = text.replace(messageWord, (word, place: number) => {
    if (isMessageWord(word)) return word
    const isNumber = /^\d{1,10}$/.test(word)
    return isNumber && numberContext.test(text.slice(Math.max(0, place - 80), place)) ? word : hiddenWord
  })
  return shown.replace(/•(?:[^A-Za-z0-9_•]{1,8}•)+/g, hiddenWord)
}

/** Why a text can't be looked for in messages: it has a word that they would not show. Undefined: it can. */
export function hiddenFromMessages(text: string): string | undefined {
  const looked = text.match(messageWord) ?? []
  if (looked.length === 0) return 'has no word to look for'
  return looked.every(isMessageWord)
    ? undefined
    : 'has a word that messages do not show: values are hidden in them, and can not be looked for'
}
