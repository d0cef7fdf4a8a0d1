import { Document } from '@sangam/plugin-invoicing/model'
import { LateCharge, LateCharges, Reminder, shareDays } from '@sangam/plugin-ledger/model'
import { type Change, type Ctx, everyOf, type Id, type RecordOf, type Refusal } from '@sangam/sdk'
import { ofFee } from '../model.ts'

export type DocumentRecord = RecordOf<typeof Document>
export type ReminderId = Id<'ledger.reminder'>
type ItemId = Id<'ledger.item'>
type ChargeRecord = RecordOf<typeof LateCharge>

/** A letter that an invoice charges, or, with an item, the interest of that letter on it. */
interface Asked {
  readonly reminder: ReminderId
  readonly item: ItemId | null
}

type Held = Asked & Pick<ChargeRecord, 'from' | 'to'>

const keyOf = ({ reminder, item }: Asked): string => `${reminder} ${item}`

/** The reminders whose fee and interest lines charge. */
export function remindersIn(lines: DocumentRecord['lines']): readonly ReminderId[] {
  return [...new Set(lines.flatMap(line => (line.sourceEntity === Reminder.name && line.sourceId !== null ? [line.sourceId as ReminderId] : [])))]
}

function askedBy(document: DocumentRecord | null): readonly Asked[] {
  if (document?.kind !== 'invoice') return []
  const found = new Map<string, Asked>()
  for (const { sourceEntity, sourceId, sourceLine } of document.lines) {
    if (sourceEntity !== Reminder.name || sourceId === null) continue
    const reminder = sourceId as ReminderId
    const items = sourceLine === null || sourceLine === ofFee ? [null] : [null, sourceLine as ItemId]
    for (const item of items) found.set(keyOf({ reminder, item }), { reminder, item })
  }
  return [...found.values()]
}

/** What an invoice charges from now on, and no more. Posted it stays as it is: only notes take back what it charges. */
export function moved({ verb, before, next }: Change<typeof Document>): { readonly now: readonly Asked[]; readonly gone: readonly Asked[] } {
  if (before?.state === 'posted') return { now: [], gone: [] }
  const now = verb === 'remove' ? [] : askedBy(next)
  const keys = now.map(keyOf)
  const was = verb === 'create' || verb === 'restore' ? [] : askedBy(before)
  return { now, gone: was.filter(one => !keys.includes(keyOf(one))) }
}

export const lettersOf = (asked: readonly Asked[]): readonly ReminderId[] => [
  ...new Set(asked.flatMap(({ reminder, item }) => (item === null ? [reminder] : []))),
]

/** All that documents ever held of letters and days. */
async function heldBy(system: Ctx, documents: readonly string[]): Promise<readonly ChargeRecord[]> {
  return everyOf(system.repo(LateCharge), 'sourceId', documents, { where: { sourceEntity: Document.name } })
}

interface Plan {
  /** What each change of the set begins to hold. */
  readonly held: readonly (readonly Held[])[]
  readonly freed: readonly ChargeRecord[]
}

/**
 * What documents that change begin to hold, and what they let go. Who comes out of the bin, or gets its lines back, asks for the same days as before; who is written anew for those that
 * nobody charges.
 */
export async function planOf(ctx: Ctx, changes: readonly Change<typeof Document>[]): Promise<Plan> {
  const moves = changes.map(moved)
  const ids = changes.flatMap(({ before, next }, at) => ((moves[at]?.now.length ?? 0) + (moves[at]?.gone.length ?? 0) > 0 ? [(next ?? before)?.id ?? ''] : []))
  if (ids.length === 0) return { held: changes.map(() => []), freed: [] }
  return ctx.asSystem('Looks for which days invoices charge reminders', async system => {
    const items = moves.flatMap(({ now }) => now.flatMap(one => one.item ?? []))
    await system.lock(items.map(item => `interest charged ${item}`))
    await system.lock(lettersOf(moves.flatMap(one => one.now)).map(id => `reminder charged ${id}`))
    const ever = await heldBy(system, ids)
    const held: Held[][] = []
    const freed: ChargeRecord[] = []
    for (const [at, { before, next }] of changes.entries()) {
      const own = ever.filter(one => one.sourceId === (next ?? before)?.id)
      const live = own.filter(one => one.freedAt === null)
      const gone = (moves[at]?.gone ?? []).map(keyOf)
      freed.push(...live.filter(one => gone.includes(keyOf(one))))
      const asked = (moves[at]?.now ?? []).filter(one => !live.some(other => keyOf(other) === keyOf(one)))
      held.push((await Promise.all(asked.map(one => daysFor(system, one, own)))).flat())
    }
    return { held, freed }
  })
}

async function daysFor(system: Ctx, asked: Asked, own: readonly ChargeRecord[]): Promise<readonly Held[]> {
  const before = own.filter(one => keyOf(one) === keyOf(asked)).map(({ from, to }) => ({ ...asked, from, to }))
  if (before.length > 0) return [...new Map(before.map(one => [`${one.from} ${one.to}`, one])).values()]
  if (asked.item === null) return [{ ...asked, from: null, to: (await system.repo(Reminder).get(asked.reminder, { fields: ['on'] })).on }]
  const left = await system.use(LateCharges).left(asked.reminder)
  return left.flatMap(({ item, days }) => (item === asked.item ? days.map(one => ({ ...asked, ...one })) : []))
}

const charged = 'Another draft charges the reminder of {day} by now. Leave one of them in the bin.'
const taken = 'Days for which the reminder of {day} asks interest are charged with another one by now. Leave this draft in the bin, and draft what is left.'

/** Which documents of a set ask for what another holds, or one before them in the set. */
export async function askingTwice(ctx: Ctx, { held, freed }: Plan): Promise<readonly Refusal[]> {
  const asked = held.flat()
  if (asked.length === 0) return []
  const items = [...new Set(asked.flatMap(one => one.item ?? []))]
  const [others, letters] = await ctx.asSystem('Looks what is charged by others', async system => {
    const gone = freed.map(({ id }) => id)
    const charges = await everyOf(system.repo(LateCharge), 'item', items, { where: { freedAt: { isEmpty: true } } })
    const reminders = await everyOf(
      system.repo(Reminder),
      'id',
      asked.map(one => one.reminder),
      { fields: ['on'] },
    )
    const taken: Held[] = charges.filter(({ id }) => !gone.includes(id))
    return [taken, reminders] as const
  })
  const days = new Map(letters.map(({ id, on }) => [id as string, on]))
  return held.flatMap((own, index): Refusal[] => {
    const twice = own.find(one =>
      others.some(other => (one.item === null ? keyOf(other) === keyOf(one) : other.item === one.item && shareDays(daysOf(other), daysOf(one)))),
    )
    others.push(...own)
    if (!twice) return []
    const [code, message] = twice.item === null ? ['charged_already', charged] : ['days_charged', taken]
    return [{ index, code: code ?? '', message: message ?? '', values: { day: days.get(twice.reminder) ?? '' } }]
  })
}

const daysOf = ({ from, to }: Pick<Held, 'from' | 'to'>) => ({ from: from ?? to, to })

/** Writes the plan down; what is freed makes room first. */
export async function hold(system: Ctx, changes: readonly Change<typeof Document>[], { held, freed }: Plan): Promise<void> {
  await system.repo(LateCharge).set(freed.map(({ id }) => ({ id, patch: { freedAt: system.now() } })))
  const made = held.flatMap((own, at) => {
    const { id, company = null } = changes[at]?.next ?? {}
    return own.map(one => ({ ...one, company, sourceEntity: Document.name, sourceId: id ?? null }))
  })
  if (made.length > 0) await system.repo(LateCharge).make(made)
}

/** Reminders that notes gave back whole are free, whichever lines they had. */
export async function free(system: Ctx, document: string, reminders: readonly ReminderId[]): Promise<void> {
  const lost = (await heldBy(system, [document])).filter(one => one.freedAt === null && reminders.includes(one.reminder))
  await system.repo(LateCharge).set(lost.map(({ id }) => ({ id, patch: { freedAt: system.now() } })))
}
