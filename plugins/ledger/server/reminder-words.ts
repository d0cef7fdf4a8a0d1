import { reminderFields } from '../model/reminder.ts'
import type { LateParty, ReminderLetter, Sum } from '../model/reminding.ts'

interface Worded {
  readonly subject: string
  readonly body: string
  readonly subjectHindi: string | null
  readonly bodyHindi: string | null
}

/** A letter in the language of its reader, its fields filled. A subject is one line, whatever a party is called. */
export function letterOf(level: Worded, party: LateParty, { company, on }: { readonly company: string; readonly on: string }): ReminderLetter {
  const inHindi = party.language === 'hi' && level.bodyHindi !== null
  const language = inHindi ? 'hi' : 'en'
  const held = party.items.filter(item => item.held === null)
  const values: { readonly [field in (typeof reminderFields)[number]]: string } = {
    party: party.name,
    amount: moneyWords(party.late, language),
    days: String(party.days),
    documents: held
      .map(({ name, due, open, currency }) => `${name} · ${dayWords(due, language)} · ${moneyWords([{ currency, amount: open }], language)}`)
      .join('\n'),
    company,
    date: dayWords(on, language),
  }
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name as keyof typeof values] ?? whole)
  return {
    subject: filled((inHindi ? level.subjectHindi : null) ?? level.subject)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 240),
    body: filled((inHindi ? level.bodyHindi : null) ?? level.body).slice(0, 8000),
  }
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

function dayWords(day: string, language: 'en' | 'hi'): string {
  return new Intl.DateTimeFormat(`${language}-IN`, { dateStyle: 'medium', timeZone: 'UTC', numberingSystem: 'latn' }).format(new Date(`${day}T00:00:00Z`))
}
