import { duration, extendEntity, formula, lookup, oneOf, percent, rating, references, richText, rollup, time, urls } from '@sangam/sdk'
import { corePlugin } from '../../core/system/plugin.ts'
import { Deal, Firm, Line } from '../engine/note.ts'
import { condition, type Known } from './conditions.ts'
import type { Chance } from './random.ts'
import { shapes } from './shapes.ts'
import type { Grant } from './world.ts'

const WideFirm = extendEntity(Firm, {
  fields: {
    partners: references('deals.firm'),
    badge: formula('text', 'concat(name, coalesce(secret, "?"))'),
    above: lookup('parent', Firm, 'secret'),
    summedDeals: rollup('count', 'deals.deal', 'firm'),
    summedLast: rollup('max', Deal, 'firm', 'closing'),
    summedLively: formula('boolean', 'summedDeals > 1'),
  },
})

const WideDeal = extendEntity(Deal, {
  fields: {
    stars: rating(),
    share: percent(),
    spent: duration(),
    opens: time(),
    sites: urls(),
    allies: references(Firm),
    topic: oneOf([Firm, 'deals.deal']),
    terms: richText(),
    points: formula('decimal', 'weight * 2 + coalesce(score, 0)'),
    mark: formula('text', 'coalesce(firm.badge, "none")'),
    cost: formula('money', 'money(value.amount * 2, value.currency)'),
    hint: lookup('firm', Firm, 'secret'),
    boss: lookup('firm', Firm, 'owner'),
    partners: lookup('firm', WideFirm, 'partners'),
    summedBusy: lookup('firm', WideFirm, 'summedDeals'),
    summedRank: formula('integer', 'coalesce(firm.summedDeals, 0)'),
    summedPieces: rollup('sum', Line, 'deal', 'quantity'),
  },
})

const WideLine = extendEntity(Line, {
  fields: { twice: formula('decimal', 'quantity * 2'), dealt: lookup('deal', WideDeal, 'title'), sly: lookup('deal', WideDeal, 'hint') },
})

/** What a plugin adds to the entities of another, of every type that conditions and rights treat in a way of its own. */
export const extensions = [WideFirm, WideDeal, WideLine]

/** What administrators add. */
export const ownFields = [
  {
    op: 'addField',
    entity: 'deals.firm',
    field: 'x_summed',
    type: 'rollup',
    options: { of: 'deals.deal', by: 'firm', how: 'sum', field: 'weight', where: { hot: true } },
  },
  { op: 'addField', entity: 'deals.deal', field: 'x_watchers', type: 'references', options: { to: 'core.user' } },
  { op: 'addField', entity: 'deals.deal', field: 'x_over', type: 'formula', options: { result: 'text', expression: 'coalesce(firm.above, "top")' } },
  { op: 'addField', entity: 'deals.deal', field: 'x_kin', type: 'lookup', options: { by: 'firm', field: 'above' } },
]

const verbs: { readonly [entity: string]: readonly string[] } = {
  'deals.deal': ['create', 'update', 'remove', 'export', 'import', 'share', 'praise', 'reopen', 'startElsewhere'],
  'deals.firm': ['create', 'update', 'remove', 'export', 'import', 'share'],
}

/** Any rights; those that stand in code know nothing of what administrators add. */
export function grantsOf(chance: Chance, known: Known, by: 'plugin' | 'admin'): Grant[] {
  const grants = drawn(chance, known)
  return by === 'plugin' && JSON.stringify(grants).includes('x_') ? grantsOf(chance, known, by) : grants
}

function drawn(chance: Chance, known: Known): Grant[] {
  return ['deals.deal', 'deals.deal', 'deals.firm'].flatMap((entity): Grant[] => {
    if (chance.yes(0.2)) return []
    const fields = Object.keys(shapes[entity] ?? {})
    const grant = { entity, verbs: ['read', ...chance.some(verbs[entity] ?? [], 0.5)].slice(chance.yes(0.9) ? 0 : 1) }
    if (grant.verbs.length === 0) return []
    return [
      {
        ...grant,
        ...(chance.yes(0.7) && { where: condition(chance, entity, known) }),
        ...(chance.yes(0.5) && { hide: chance.some(fields, 0.2) }),
        ...(chance.yes(0.4) && { freeze: chance.some(fields, 0.2) }),
      },
    ]
  })
}

/** What everyone has, as the core says it. */
export function memberGrants(): Grant[] {
  const parts = (corePlugin.parts ?? []) as readonly { readonly kind: string; readonly name?: string; readonly grants?: readonly Grant[] }[]
  return [...(parts.find(part => part.kind === 'role' && part.name === 'core.member')?.grants ?? [])]
}
