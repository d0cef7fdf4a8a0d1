import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, compareDecimals, handle, Mail, minus, PublicLinks, type RecordOf, type ServerNewOf, Timeline, total, UserError } from '@sangam/sdk'
import { cancel, credit, Document, post, refund, send, settle } from '../model.ts'
import { advances } from './advances.ts'
import { advancesBack, putBack } from './advances-back.ts'
import { settledBy } from './giving-back.ts'
import { leftOf, linesOf, originalsOf } from './originals.ts'

type DocumentRecord = RecordOf<typeof Document>

const postHandler = handle(post, async (ctx, document) => void (await ctx.repo(Document).update(document.id, { state: 'posted' })))

const creditHandler = handle(credit, async (ctx, document, { reason, on }) => noteOver(ctx, document, { reason, on, posted: false }))

const cancelHandler = handle(cancel, async (ctx, document, { reason, on }) => {
  // What it took of vouchers was received for something else then, and is left on them again.
  await putBack(ctx, document.id, on)
  const note = await noteOver(ctx, document, { reason, on, posted: true })
  await ctx.asSystem('Says why a document was cancelled', system =>
    system.repo(Document).set([{ id: document.id, patch: { settlement: 'cancelled', cancelReason: reason } }]),
  )
  return note
})

/** What is left of a receipt voucher is given back: a voucher over the amount, taxed as it was. */
const refundHandler = handle(refund, async (ctx, document, { reason, on, asDraft }) => {
  const { party, company, place, currency, placeOfSupply, billTo, shipTo, partyRegistration, ownRegistration, open } = document
  const [line] = document.lines
  if (!line || compareDecimals(open?.amount ?? '0', '0') <= 0)
    throw new UserError('nothing_left', 'Nothing is left of {number}: it was taken off invoices, or given back.', { number: document.number ?? '' })
  const values = {
    ...{ kind: 'refund', original: document.id, reason, date: on ?? ctx.today() },
    ...{ party, company, place, currency, placeOfSupply, billTo, shipTo, partyRegistration, ownRegistration },
    lines: [{ item: line.item, description: line.description, quantity: '1', price: open?.amount ?? '0', tax: line.tax }],
  }
  const [made] = await ctx.repo(Document).make([values as unknown as ServerNewOf<typeof Document>])
  if (!made) throw new Error('A voucher that was made was not given back.')
  if (asDraft) return { note: made.id, number: '' }
  const done = await ctx.repo(Document).update(made.id, { state: 'posted' })
  return { note: done.id, number: done.number ?? '' }
})

const sendHandler = handle(send, async (ctx, document, { to, message, link }) => {
  const address = to ?? (await addressOf(ctx, document))
  if (address === null) throw new UserError('no_address', 'Say where to send it: the party has no e-mail address.', {}, 'to')
  const subject = ctx.t('{number} of {date}', { number: document.number ?? '', date: document.date })
  const words = message ?? ctx.t('Please find {number} enclosed.', { number: document.number ?? '' })
  const linked = { text: '' }
  // Which documents one may share is known as it is tried: the paper goes all the same.
  const refusal =
    link !== false && ctx.may('invoicing.document:shareLink')
      ? await ctx.refusalOf(async () => {
          linked.text = await linkTo(ctx, document.id)
        })
      : null
  await ctx.use(Mail).send({
    to: address,
    subject,
    text: linked.text === '' ? words : `${words}\n\n${linked.text}`,
    papers: [{ entity: Document.name, id: document.id, document: 'invoicing.invoice' }],
  })
  await ctx.use(Timeline).add({
    about: { entity: Document.name, id: document.id },
    ...(refusal
      ? { text: 'sent it to {address} without a link: {why}', values: { address, why: refusal.sentence } }
      : { text: 'sent it to {address}', values: { address } }),
    icon: 'send',
  })
  await ctx.asSystem('Notes when a document was sent', system => system.repo(Document).set([{ id: document.id, patch: { sentAt: ctx.now() } }]))
})

const settleHandler = handle(settle, async (ctx, document, { amount, on }) => {
  const open = document.open?.amount ?? '0'
  const paid = amount ?? open
  if (compareDecimals(paid, open) > 0 || compareDecimals(paid, '0') <= 0)
    throw new UserError('more_than_open', 'Of {number} {open} are open. Record as much or less.', { number: document.number ?? '', open }, 'amount')
  await ctx.asSystem('Notes what was paid of a document', system => system.repo(Document).set([{ id: document.id, patch: settledBy(document, paid) }]))
  const values = { amount: `${paid} ${document.currency ?? ''}`, day: on ?? ctx.today() }
  await ctx.use(Timeline).add({ about: { entity: Document.name, id: document.id }, text: 'recorded a payment of {amount} on {day}', values, icon: 'money' })
})

/** How its reader sees it without signing in. Each mail has a link of its own, as nobody can be told again where another leads. */
async function linkTo(ctx: Ctx, id: string): Promise<string> {
  const { address, until } = await ctx.use(PublicLinks).make({ entity: Document.name, id })
  return ctx.t('See it, and what is still to be paid, until {day}:\n{address}', { address, day: until })
}

/** The address by which a document's party is reached first; who was merged since is the one it became. */
async function addressOf(ctx: Ctx, document: DocumentRecord): Promise<string | null> {
  const { items } = await ctx.asSystem('Looks where to send a document', async system => {
    const now = (await system.repo(Document).get(document.id, { fields: ['party.id'] as never })) as { readonly 'party.id'?: DocumentRecord['party'] }
    return system.repo(Party).find({ where: { id: now['party.id'] ?? document.party }, fields: ['contactPoints'], limit: 1 })
  })
  const all = (items[0]?.contactPoints ?? []).filter(one => one.kind === 'email')
  return (all.find(one => one.primary) ?? all[0])?.value ?? null
}

/** A note over all that is left of a document, line by line. */
async function noteOver(
  ctx: Ctx,
  document: DocumentRecord,
  { reason, on, posted }: { readonly reason: string; readonly on: string | null; readonly posted: boolean },
): Promise<{ note: string; number: string }> {
  const given = (await originalsOf(ctx, [{ original: document.id }])).get(String(document.id))?.notes ?? []
  const lines = linesOf({ document, notes: given }).flatMap(line => {
    const left = leftOf(line, given)
    if (compareDecimals(left, '0') === 0) return []
    const { item, description, unit, price, discount, tax, role } = line
    return [{ item, description, unit, price, discount, tax, role, quantity: left, ofLine: line.id }]
  })
  const rest = minus(document.total?.amount ?? '0', total(given.map(note => note.total?.amount ?? '0')))
  // What comes to nothing by itself, such as a sample of a few paise, is taken back all the same: tax of it stands in the books.
  if (lines.length === 0 || (given.length > 0 && compareDecimals(rest, '0') <= 0))
    throw new UserError('nothing_left', 'Nothing is left of {number}: notes have given all of it back.', { number: document.number ?? '' })
  const { party, company, place, currency, exchangeRate, billTo, shipTo, partyRegistration, ownRegistration, placeOfSupply } = document
  const values = {
    ...{ kind: document.kind === 'bill' ? 'vendorCredit' : 'creditNote', original: document.id, reason, date: on ?? ctx.today(), lines },
    ...{ party, company, place, currency, exchangeRate, billTo, shipTo, partyRegistration, ownRegistration, placeOfSupply },
  }
  const [made] = await ctx.repo(Document).make([values as unknown as ServerNewOf<typeof Document>])
  if (!made) throw new Error('A note that was made was not given back.')
  if (!posted) return { note: made.id, number: '' }
  const done = await ctx.repo(Document).update(made.id, { state: 'posted' })
  return { note: done.id, number: done.number ?? '' }
}

export const handlers = [postHandler, creditHandler, cancelHandler, refundHandler, ...advances, advancesBack, sendHandler, settleHandler]
