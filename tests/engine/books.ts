import {
  allow,
  appendOnly,
  balanced,
  choice,
  choices,
  date,
  decimal,
  defineEntity,
  definePlugin,
  flow,
  kept,
  lines,
  listScreen,
  locked,
  reference,
  role,
  series,
  text,
} from '@sangam/sdk'

/** Days up to which nothing is posted. */
export const PeriodLock = defineEntity('books.lock', {
  title: 'reason',
  fields: {
    ...{ reason: text({ required: true }), until: date({ required: true }), kind: choice(['sales', 'tax', 'general']) },
    ...{ journal: text(), head: text({ readonly: true }) },
  },
})

export const Line = defineEntity('books.line', {
  title: 'account',
  fields: {
    entry: reference('books.entry', { required: true }),
    account: text({ required: true }),
    base: decimal({ required: true, digits: 2 }),
    due: date(),
    place: text(),
  },
})

/** A journal entry as a ledger keeps it, as small as it can be. */
export const Entry = defineEntity('books.entry', {
  title: 'narration',
  fields: {
    narration: text({ required: true }),
    number: series('JV/{fy2}/{0000}', { max: 16, when: { state: 'posted' }, date: 'date' }),
    journal: text({ required: true, default: 'general' }),
    date: date({ required: true }),
    kinds: choices(['sales', 'tax', 'general']),
    state: flow({ draft: { to: ['posted'] }, posted: { to: [] } }),
    note: text(),
    lines: lines(Line, 'entry'),
  },
})

/** What each account comes to on each day. */
export const Balance = defineEntity('books.balance', {
  title: 'account',
  bin: false,
  fields: { account: text({ required: true }), day: date({ required: true }), journal: text(), base: decimal({ digits: 2 }) },
})

/** What each place comes to: of lines that say one. */
export const PlaceSum = defineEntity('books.placeSum', {
  title: 'place',
  bin: false,
  fields: { place: text({ required: true }), base: decimal({ digits: 2 }), back: decimal({ digits: 2 }) },
})

export const books = definePlugin({
  id: 'books',
  version: '1.0.0',
  title: 'Books',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Entry, Line, PeriodLock, Balance, PlaceSum],
  parts: [
    appendOnly(Entry, {
      when: { state: 'posted' },
      changeable: ['note'],
      lines: { lines: ['due'] },
      chain: ['journal'],
      because: 'A posted entry stays as it is. Reverse it.',
    }),
    balanced(Entry, 'lines', { sum: 'base', because: 'The entry is out of balance by {difference}. Change a line or add one.' }),
    locked(Entry, {
      date: 'date',
      by: PeriodLock,
      until: 'until',
      head: 'head',
      match: { kind: 'kinds', journal: 'journal' },
      because: 'The books are locked up to {until}. Choose a later date.',
    }),
    kept(Balance, { of: Entry, lines: 'lines', by: { account: 'lines.account', day: 'date', journal: 'journal' }, sums: { base: 'lines.base' } }),
    kept(PlaceSum, { of: Entry, lines: 'lines', by: { place: 'lines.place' }, sums: { base: 'lines.base', back: { of: 'lines.base', only: 'below' } } }),
    listScreen(Entry, { columns: ['narration', 'date', 'state'] }),
    role('books.accountant', {
      label: 'Accountant',
      grants: [
        allow(Entry, ['read', 'create', 'update', 'remove', 'import', 'startElsewhere']),
        allow(Balance, ['read', 'export']),
        allow(PlaceSum, ['read']),
        allow(PeriodLock, ['read', 'create', 'update', 'remove']),
      ],
    }),
  ],
})

/** Rent of an amount, paid by bank. */
export const rent = (base: string, more: object = {}) => ({
  narration: 'Rent of March',
  date: '2027-03-05',
  lines: [
    { account: 'Rent', base },
    { account: 'Bank', base: `-${base}` },
  ],
  ...more,
})

/** The same business before its books were held by anything. */
export const loose = definePlugin({
  ...books,
  version: '0.9.0',
  parts: (books.parts ?? []).filter(part => !['appendOnly', 'balanced', 'locked', 'kept'].includes(part.kind)),
})
