import { ContactPoint, normaliseContact, Party, Relation } from '@sangam/plugin-parties/model'
import type { Ctx, Id, RecordOf } from '@sangam/sdk'
import type { Lead } from '../model.ts'

type LeadRecord = RecordOf<typeof Lead>
type PartyId = Id<'parties.party'>
type Kind = 'organisation' | 'person'

/** The parties of a lead, found among those there are or made from what the enquirer gave. */
export async function partiesOf(ctx: Ctx, lead: LeadRecord): Promise<{ party: PartyId; contact: PartyId | null; created: boolean } | null> {
  const known = await reachedBy(ctx, lead)
  if (lead.party) return { party: lead.party, contact: lead.contact, created: false }
  if (!lead.companyName) {
    const found = known.person ?? known.organisation
    if (found) return { party: found, contact: lead.contact, created: false }
    if (!lead.rawName) return null
    return { party: await create(ctx, lead, 'person', lead.rawName), contact: lead.contact, created: true }
  }
  const found = (await organisationNamed(ctx, lead.companyName)) ?? known.organisation
  const contact = lead.contact ?? known.person ?? (lead.rawName ? await create(ctx, lead, 'person', lead.rawName) : null)
  // Number and address are the person's where there is one.
  const party = found ?? (await create(ctx, contact ? { email: null, phone: null } : lead, 'organisation', lead.companyName))
  if (contact) await worksAt(ctx, contact, party)
  return { party, contact, created: found === null }
}

/** Who has this e-mail address or number: a person and an organisation, the longest known first; the address counts more. */
async function reachedBy(ctx: Ctx, lead: LeadRecord): Promise<{ person: PartyId | null; organisation: PartyId | null }> {
  const email = lead.email && normaliseContact('email', lead.email)
  const phone = lead.phone && normaliseContact('phone', lead.phone)
  const wanted = [email, phone].filter(one => one !== null)
  if (wanted.length === 0) return { person: null, organisation: null }
  const { items } = await ctx
    .repo(ContactPoint)
    .find({ where: { normalised: { in: wanted } }, fields: ['party', 'normalised', 'party.kind'], sort: ['createdAt'], limit: 100, count: 'none' })
  const inOrder = [...items.filter(point => point.normalised === email), ...items.filter(point => point.normalised !== email)]
  const first = (kind: Kind): PartyId | null => inOrder.find(point => point['party.kind'] === kind)?.party ?? null
  return { person: first('person'), organisation: first('organisation') }
}

async function organisationNamed(ctx: Ctx, name: string): Promise<PartyId | null> {
  const { items } = await ctx
    .repo(Party)
    .find({ where: { kind: 'organisation', name: { startsWith: escaped(name) } }, fields: ['name'], sort: ['createdAt'], limit: 500, count: 'none' })
  return items.find(party => party.name.toLowerCase() === name.toLowerCase())?.id ?? null
}

/** In conditions a `$` at the beginning stands for a placeholder unless it is doubled. */
function escaped(text: string): string {
  return text.startsWith('$') ? `$${text}` : text
}

async function create(ctx: Ctx, reach: { readonly email: string | null; readonly phone: string | null }, kind: Kind, name: string): Promise<PartyId> {
  const contactPoints = [
    ...(reach.email ? [{ kind: 'email', value: reach.email, primary: true } as const] : []),
    ...(reach.phone ? [{ kind: 'phone', value: reach.phone, primary: true } as const] : []),
  ]
  return (await ctx.repo(Party).create({ name, kind, contactPoints })).id
}

async function worksAt(ctx: Ctx, from: PartyId, to: PartyId): Promise<void> {
  if (from === to) return
  const known = await ctx.repo(Relation).first({ from, to, kind: 'works_at' })
  if (!known) await ctx.repo(Relation).create({ from, to, kind: 'works_at' })
}
