import { hooks, type Refusal } from '@sangam/sdk'
import { Address, ContactPoint, normaliseContact, Party, Relation } from '../model.ts'
import { inCircles } from './circles.ts'

/** A number or address is kept as people wrote it, and beside it in the one form it is compared by. */
export const contactHooks = hooks(ContactPoint, {
  async derive(_, changes) {
    return changes.map(({ next, changed }) =>
      next && (changed.includes('value') || changed.includes('kind')) ? { normalised: normaliseContact(next.kind, String(next.value ?? '')) } : null,
    )
  },
  async check(_, changes) {
    return changes.flatMap(({ next }, index): Refusal[] => {
      if (!next) return []
      const wrong = problemOf(next.kind, next.normalised ?? '')
      return wrong ? [{ index, field: 'value', ...wrong }] : []
    })
  },
})

function problemOf(kind: string, normalised: string): { code: string; message: string } | null {
  if (kind === 'email')
    return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(normalised) ? null : { code: 'email', message: 'Write the e-mail address in full, such as asha@example.com.' }
  if (kind === 'website')
    return /^[^\s.]+(\.[^\s.]+)+/.test(normalised) ? null : { code: 'website', message: 'Write the website in full, such as example.com.' }
  return /^\+?\d{5,15}$/.test(normalised) ? null : { code: 'phone', message: 'Write the number with its area or country code, such as 98450 12345.' }
}

export const partyHooks = hooks(Party, {
  async check(ctx, changes) {
    const moved = changes.flatMap(({ next, changed }) => (next?.parent && changed.includes('parent') ? [[next.id, next.parent] as const] : []))
    // A circle is one whoever looks: parties that the writer may not see count too.
    const circles = moved.length === 0 ? new Set() : await ctx.asSystem('Looks for circles among parties', system => inCircles(system, new Map(moved)))
    return changes.flatMap(({ next }, index): Refusal[] => {
      if (!next) return []
      const circle: Refusal = {
        index,
        field: 'parent',
        code: 'circle',
        message: 'A party can’t be part of itself, nor of one that is part of it. Choose another.',
      }
      const twice = twoPrimaries(next.contactPoints)
      const primary: Refusal = {
        index,
        field: 'contactPoints',
        code: 'two_primary',
        message: 'Only one contact point of a kind can be the primary one. Take the mark off the others.',
      }
      return [...(circles.has(next.id) ? [circle] : []), ...(twice ? [primary] : [])]
    })
  },
})

function twoPrimaries(points: readonly { readonly kind: string; readonly primary: boolean }[]): boolean {
  const kinds = (points ?? []).filter(point => point.primary).map(point => point.kind)
  return new Set(kinds).size < kinds.length
}

export const relationHooks = hooks(Relation, {
  async check(_, changes) {
    return changes.flatMap(({ next }, index): Refusal[] => {
      if (!next) return []
      if (next.from === next.to) return [{ index, field: 'to', code: 'itself', message: 'A party has no relation to itself. Choose another party.' }]
      return endsBefore(next, index)
    })
  },
})

export const addressHooks = hooks(Address, {
  async check(_, changes) {
    return changes.flatMap(({ next }, index) => (next ? endsBefore(next, index) : []))
  },
})

function endsBefore({ validFrom, validTo }: { readonly validFrom: string | null; readonly validTo: string | null }, index: number): Refusal[] {
  if (!validFrom || !validTo || validTo >= validFrom) return []
  return [{ index, field: 'validTo', code: 'ends_before', message: 'It can’t end before it begins. Correct one of the days.' }]
}
