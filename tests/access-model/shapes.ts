import { type Made, worked } from './worked.ts'

/** How the values at a path are compared; a new kind of field is a row here and a case in the oracle. */
export type Kind =
  | 'text'
  | 'html'
  | 'choice'
  | 'id'
  | 'ids'
  | 'pointer'
  | 'target'
  | 'number'
  | 'date'
  | 'instant'
  | 'time'
  | 'boolean'
  | 'set'
  | 'lines'
  | 'money'

export interface Shape {
  readonly kind: Kind
  readonly to?: string
  /** Values that records and questions draw from; few, so that they meet. */
  readonly values?: readonly unknown[]
  /** Not written by anyone. */
  readonly fixed?: true
  readonly made?: Made
}

export const words = ['amber', 'birch', 'cedar', 'dahlia', 'ember', 'fern']
const days = ['2026-04-01', '2027-01-15', '2027-03-05', '2027-03-31', '2027-04-02']
const moments = ['2027-03-30T18:29:59.000Z', '2027-03-30T18:30:00.000Z', '2027-03-31T09:30:00.000Z', '2027-05-01T00:00:00.000Z']
const few = [0, 1, 2, 3]

/** Every field there is, written down a second time: the oracle asks the model nothing. */
export const shapes: { readonly [entity: string]: { readonly [field: string]: Shape } } = {
  'deals.deal': {
    number: { kind: 'text', fixed: true },
    title: { kind: 'text', values: words },
    firm: { kind: 'id', to: 'deals.firm' },
    owner: { kind: 'id', to: 'core.user' },
    team: { kind: 'id', to: 'core.team' },
    state: { kind: 'choice', values: ['open', 'won', 'lost'] },
    value: { kind: 'money', values: ['100', '250.5', '900'] },
    closing: { kind: 'date', values: days },
    seenAt: { kind: 'instant', values: moments },
    score: { kind: 'number', values: [0, 3, 50, 100] },
    weight: { kind: 'number', values: ['0.5', '1', '2.125'] },
    hot: { kind: 'boolean', values: [true, false] },
    tags: { kind: 'set', values: ['red', 'blue', 'green'] },
    reason: { kind: 'text', values: words },
    margin: { kind: 'number', values: ['-1', '0', '7.25'] },
    doubled: { kind: 'number', values: [0, 6, 100, 200], fixed: true },
    lines: { kind: 'lines', to: 'deals.line' },
    stars: { kind: 'number', values: [1, 3, 5] },
    share: { kind: 'number', values: ['0', '12.5', '100'] },
    spent: { kind: 'number', values: [60, 3600] },
    opens: { kind: 'time', values: ['08:00', '17:15'] },
    sites: { kind: 'set', values: ['https://a.example.com/', 'https://b.example.com/'] },
    allies: { kind: 'ids', to: 'deals.firm' },
    x_watchers: { kind: 'ids', to: 'core.user' },
    topic: { kind: 'pointer', values: ['deals.firm', 'deals.deal'] },
    terms: { kind: 'html', values: ['<p>am<strong>ber</strong></p>', '<p>birch</p><p>cedar</p>', '<ul><li>fern &amp; ember</li></ul>'] },
    points: { kind: 'number', values: ['2', '5', '54.25'], fixed: true, made: worked.points },
    mark: { kind: 'text', values: [...words, 'none'], fixed: true, made: worked.mark },
    x_over: { kind: 'text', values: [...words, 'top'], fixed: true, made: worked.x_over },
    cost: { kind: 'money', values: ['200', '501', '1800'], fixed: true, made: worked.cost },
    hint: { kind: 'text', values: words, fixed: true, made: worked.hint },
    boss: { kind: 'id', to: 'core.user', fixed: true, made: worked.boss },
    x_kin: { kind: 'text', values: words, fixed: true, made: worked.x_kin },
    partners: { kind: 'ids', to: 'deals.firm', fixed: true, made: worked.partners },
    summedBusy: { kind: 'number', values: few, fixed: true, made: worked.summedBusy },
    summedRank: { kind: 'number', values: few, fixed: true, made: worked.summedRank },
    summedPieces: { kind: 'number', values: ['0', '1', '10'], fixed: true, made: worked.summedPieces },
  },
  'deals.firm': {
    name: { kind: 'text', values: words },
    code: { kind: 'text', fixed: true },
    kind: { kind: 'choice', values: ['customer', 'supplier'] },
    parent: { kind: 'id', to: 'deals.firm' },
    secret: { kind: 'text', values: words },
    owner: { kind: 'id', to: 'core.user' },
    partners: { kind: 'ids', to: 'deals.firm' },
    badge: { kind: 'text', values: words, fixed: true, made: worked.badge },
    above: { kind: 'text', values: words, fixed: true, made: worked.above },
    summedDeals: { kind: 'number', values: few, fixed: true, made: worked.summedDeals },
    x_summed: { kind: 'number', values: ['0', '1', '2.125'], fixed: true, made: worked.x_summed },
    summedLast: { kind: 'date', values: days, fixed: true, made: worked.summedLast },
    summedLively: { kind: 'boolean', values: [true, false], fixed: true, made: worked.summedLively },
  },
  'deals.line': {
    deal: { kind: 'id', to: 'deals.deal' },
    item: { kind: 'text', values: words },
    quantity: { kind: 'number', values: ['1', '2', '10'] },
    price: { kind: 'money', values: ['10', '20'] },
    twice: { kind: 'number', values: ['2', '4', '20'], fixed: true, made: worked.twice },
    dealt: { kind: 'text', values: words, fixed: true, made: worked.dealt },
    sly: { kind: 'text', values: words, fixed: true, made: worked.sly },
  },
  'core.user': { name: { kind: 'text' }, email: { kind: 'text' }, locale: { kind: 'choice', values: ['en', 'hi'] } },
  'core.team': { name: { kind: 'text' }, leader: { kind: 'id', to: 'core.user' }, parent: { kind: 'id', to: 'core.team' } },
  'core.activity': {
    kind: { kind: 'choice', values: ['note', 'call', 'task'] },
    subject: { kind: 'text', values: words },
    entity: { kind: 'text' },
    record: { kind: 'text' },
    assignee: { kind: 'id', to: 'core.user' },
  },
}

export const title: { readonly [entity: string]: string } = {
  'deals.deal': 'title',
  'deals.firm': 'name',
  'deals.line': 'item',
  'core.user': 'name',
  'core.team': 'name',
  'core.activity': 'subject',
}

/** Where search looks, beside the title. */
export const searched: { readonly [entity: string]: readonly string[] } = { 'deals.firm': ['code', 'secret'] }

/** By which fields records of an entity are referred to. */
export const pointing: { readonly [entity: string]: readonly (readonly [entity: string, field: string])[] } = {
  'deals.firm': [
    ['deals.deal', 'firm'],
    ['deals.deal', 'allies'],
    ['deals.deal', 'topic'],
    ['deals.firm', 'parent'],
    ['deals.firm', 'partners'],
  ],
  'deals.deal': [
    ['deals.deal', 'topic'],
    ['core.activity', 'record'],
  ],
}
