import { Document } from '@sangam/plugin-invoicing/model'
import { Reminder } from '@sangam/plugin-ledger/model'
import { type Change, type Condition, type Ctx, compareDecimals, everyOf, hooks, minus, type RecordOf, type Refusal, Timeline, total } from '@sangam/sdk'
import { BookedReminder } from '../model.ts'
import { askingTwice, type DocumentRecord, free, hold, lettersOf, moved, planOf, type ReminderId, remindersIn } from './charged-days.ts'

const fields = ['party', 'party.$title', 'party.id', 'company', 'on', 'charged', 'invoice'] as const

type Found = RecordOf<typeof BookedReminder> & { readonly 'party.$title'?: string; readonly 'party.id'?: string | null }

async function remindersOf(system: Ctx, ids: readonly ReminderId[]): Promise<readonly Found[]> {
  return everyOf(system.repo(BookedReminder), 'id', ids, { fields })
}

/** Why an invoice can’t charge a reminder: it is another party’s, or another invoice does. Who is merged with another is that one. */
function refusalOf(document: DocumentRecord, { party, company, on, charged, invoice, ...more }: Found): Omit<Refusal, 'index'> | null {
  if (document.party !== party && document.party !== more['party.id'])
    return {
      field: 'party',
      code: 'party_reminded',
      message: 'It charges a reminder to {party}: leave it to them, or take those lines out.',
      values: { party: more['party.$title'] ?? '' },
    }
  if (company !== null && document.company !== company)
    return { field: 'company', code: 'company_reminded', message: 'It charges a reminder of another company: leave it with that one, or take those lines out.' }
  const code = 'charged_already'
  if (charged !== null)
    return {
      code,
      message: 'The reminder of {day} is charged by {number} by now: this draft would charge it twice. Throw it away.',
      values: { day: on, number: charged },
    }
  if (invoice === null || invoice === document.id) return null
  return { code, message: 'Another draft charges the reminder of {day} by now. Leave one of them in the bin.', values: { day: on } }
}

/** What of an invoice's reminders nothing is charged any more, since notes gave it all back. Who is let off a part has been charged the rest. */
function givenBack(invoice: DocumentRecord, notes: readonly DocumentRecord[]): readonly ReminderId[] {
  const credited = (id: string): string => total(notes.flatMap(note => note.lines.filter(line => line.ofLine === id).map(line => line.net ?? '0')))
  const stands = invoice.lines.filter(line => compareDecimals(minus(line.net ?? '0', credited(line.id)), '0') > 0)
  const left = remindersIn(stands)
  return remindersIn(invoice.lines).filter(id => !left.includes(id))
}

/** Notes that were just posted over invoices: what they gave back whole, as a cancelled invoice does, may be charged again. */
async function freeGivenBack(ctx: Ctx, changes: readonly Change<typeof Document>[]): Promise<void> {
  const posted = changes.flatMap(({ before, next }) => (next?.kind === 'creditNote' && next.state === 'posted' && before?.state !== 'posted' ? [next] : []))
  const ids = [...new Set(posted.flatMap(note => note.original ?? []))]
  if (ids.length === 0) return
  await ctx.asSystem('Notes which reminders nobody is charged for any more', async system => {
    const charging = { kind: 'invoice', lines: { some: { sourceEntity: Reminder.name } } } as unknown as Condition<DocumentRecord>
    const invoices = await everyOf(system.repo(Document), 'id', ids, { where: charging, fields: ['number', 'lines'] })
    for (const invoice of invoices) {
      const where = { original: invoice.id, kind: 'creditNote', state: 'posted' } as Condition<DocumentRecord>
      const { items: notes } = await system.repo(Document).find({ where, fields: ['lines'], limit: 500 })
      const back = givenBack(invoice, notes as unknown as readonly DocumentRecord[])
      const lost = back.length === 0 ? [] : (await remindersOf(system, back)).filter(one => one.invoice === invoice.id)
      await free(
        system,
        invoice.id,
        lost.map(({ id }) => id),
      )
      await system.repo(BookedReminder).set(lost.map(one => ({ id: one.id, patch: { invoice: null, charged: null } })))
      for (const { id } of lost)
        await ctx.use(Timeline).add({
          ...{ about: { entity: Reminder.name, id }, text: 'gave back {number}: fee and interest may be charged again' },
          ...{ values: { number: invoice.number ?? '' }, icon: 'money' },
        })
    }
  })
}

export const chargedReminders = hooks(Document, {
  async check(ctx, changes) {
    const asked = changes.map(change => lettersOf(moved(change).now))
    const ids = [...new Set(asked.flat())]
    if (ids.length === 0) return []
    // Of two who draft, or take one out of the bin, at once the second sees what the first did: planning waits for it.
    const twice = await askingTwice(ctx, await planOf(ctx, changes))
    const known = await ctx.asSystem('Looks whether a reminder is charged already', system => remindersOf(system, ids))
    const byId = new Map(known.map(one => [one.id, one]))
    return changes.flatMap(({ next }, index): Refusal[] => {
      const refusals = (asked[index] ?? []).flatMap(id => {
        const reminder = byId.get(id)
        return (next && reminder && refusalOf(next, reminder)) ?? []
      })
      return [...refusals, ...twice.filter(one => one.index === index)].slice(0, 1).map(one => ({ ...one, index }))
    })
  },

  /** The reminder knows the invoice as long as that charges it; once it is posted, its number stands there, and interest runs on from the day of the letter. */
  async react(ctx, changes) {
    await freeGivenBack(ctx, changes)
    const plan = await planOf(ctx, changes)
    await ctx.asSystem('Notes for which days invoices charge reminders', system => hold(system, changes, plan))
    for (const change of changes) {
      const move = moved(change)
      const [now, gone] = [lettersOf(move.now), lettersOf(move.gone)]
      const { before, next } = change
      const id = (next ?? before)?.id
      if (id === undefined || now.length + gone.length === 0) continue
      await ctx.asSystem('Notes by which invoice fee and interest are charged', async system => {
        const number = next?.state === 'posted' ? (next.number?.slice(0, 60) ?? null) : null
        const found = await remindersOf(system, [...now, ...gone])
        const lost = found.filter(one => gone.includes(one.id) && one.invoice === id)
        const free = found.filter(one => now.includes(one.id) && one.charged === null && (one.invoice === null || one.invoice === id))
        const begun = free.filter(one => one.invoice === null || number !== null)
        await system
          .repo(BookedReminder)
          .set([...lost.map(one => ({ id: one.id, patch: { invoice: null } })), ...begun.map(one => ({ id: one.id, patch: { invoice: id, charged: number } }))])
        if (number === null) return
        for (const { id: about } of begun)
          await ctx.use(Timeline).add({
            ...{ about: { entity: Reminder.name, id: about }, text: 'charged fee and interest by {number}' },
            ...{ values: { number }, icon: 'money' },
          })
      })
    }
  },
})
