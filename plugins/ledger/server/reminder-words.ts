import { compareDecimals, total } from '@sangam/sdk'
import { reminderFields } from '../model/reminder.ts'
import type { LateParty, ReminderLetter, Sum } from '../model/reminding.ts'

interface Worded {
  readonly subject: string
  readonly body: string
  readonly subjectHindi: string | null
  readonly bodyHindi: string | null
}

/** Who reads Hindi is written to in Hindi where the level has words for it. */
export function languageOf(level: Pick<Worded, 'bodyHindi'>, party: LateParty): 'en' | 'hi' {
  return party.language === 'hi' && level.bodyHindi !== null ? 'hi' : 'en'
}

/** Documents that a letter names; the statement has them all. */
const most = 40
const more = {
  en: (count: number): string => `and ${count} more, see the statement of account`,
  hi: (count: number): string => `और ${count}, खाता विवरण देखें`,
}
const already = { en: 'Received, not matched with an invoice yet', hi: 'मिला हुआ, किसी चालान से अभी नहीं मिलाया' }
/** A sign of two halves that was cut. */
const half = /[\uD800-\uDBFF]$/

/** A letter in the language of its reader, its fields filled. A subject is one line, whatever a party is called. */
export function letterOf(
  level: Worded,
  party: LateParty,
  { company, on, charges = '' }: { readonly company: string; readonly on: string; readonly charges?: string },
): ReminderLetter {
  const language = languageOf(level, party)
  const inHindi = language === 'hi'
  const held = party.items.filter(item => item.held === null)
  const values: { readonly [field in (typeof reminderFields)[number]]: string } = {
    party: party.name,
    amount: moneyWords(toPay(party), language),
    days: String(party.days),
    documents: [
      ...held
        .slice(0, most)
        .map(({ name, due, open, currency }) => `${name} · ${dayWords(due, language)} · ${moneyWords([{ currency, amount: open }], language)}`),
      ...(held.length > most ? [more[language](held.length - most)] : []),
      ...(party.paid.length > 0 ? [`${already[language]} · ${moneyWords(party.paid, language)}`] : []),
    ].join('\n'),
    company,
    date: dayWords(on, language),
    charges,
  }
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name as keyof typeof values] ?? whole)
  return {
    subject: filled((inHindi ? level.subjectHindi : null) ?? level.subject)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 240)
      .replace(half, ''),
    body: filled(withCharges((inHindi ? level.bodyHindi : null) ?? level.body, charges))
      .slice(0, 8000)
      .replace(half, ''),
  }
}

/** Where the words leave no place for what may be charged, it stands below them; where there is nothing of it, its place closes. */
function withCharges(words: string, charges: string): string {
  const place = /\{charges\}/
  return charges === '' ? words.replace(/\n*\{charges\}/g, '') : place.test(words) ? words : `${words}\n\n{charges}`
}

/** What is late less what was paid without an invoice, which nobody is asked for once more. */
function toPay({ late, paid }: LateParty): Sum[] {
  return late.flatMap(({ currency, amount }) => {
    const left = total([amount, paid.find(one => one.currency === currency)?.amount ?? '0'])
    return compareDecimals(left, '0') > 0 ? [{ currency, amount: left }] : []
  })
}

/** Fields in the words of a level that do not exist. */
export function unknownFields(...texts: readonly (string | null)[]): string[] {
  return texts
    .flatMap(text => [...(text ?? '').matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name))
    .filter(name => !(reminderFields as readonly string[]).includes(name))
}

export function moneyWords(sums: readonly Sum[], language: 'en' | 'hi'): string {
  const of = ({ currency, amount }: Sum): string =>
    new Intl.NumberFormat(`${language}-IN`, { style: 'currency', currency, numberingSystem: 'latn' }).format(amount as `${number}`)
  return sums.map(of).join(' + ')
}

export function dayWords(day: string, language: 'en' | 'hi'): string {
  return new Intl.DateTimeFormat(`${language}-IN`, { dateStyle: 'medium', timeZone: 'UTC', numberingSystem: 'latn' }).format(new Date(`${day}T00:00:00Z`))
}
