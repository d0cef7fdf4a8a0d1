import type { Address } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { filesById, mayRead } from '../files/rights.ts'
import type { FileStore } from '../files/storage.ts'
import { find, type Item } from '../records/find.ts'
import { filesToken } from '../services.ts'
import { isPrintable } from './logo.ts'
import { printable } from './typeset.ts'
import { addressLines, optionLabel } from './values.ts'

/** What stands at the head and the foot of the company's papers. */
export interface Letterhead {
  readonly name: string
  /** Address, registration numbers, how to reach it: a line each. */
  readonly lines: readonly string[]
  readonly footer: string | null
  readonly logo: Uint8Array | null
  readonly country: string
}

const fields = ['name', 'legalName', 'country', 'logo', 'address', 'phone', 'email', 'website', 'footer'] as const
/** A logo is a small picture; a larger one is a photograph that somebody took for one. */
const mostLogoBytes = 2 * 1024 * 1024

/** The letterhead of a company, of what the reader may see of it; null where they may not see the company. */
export async function letterheadOf(ctx: CoreCtx, company: string | null = ctx.company): Promise<Letterhead | null> {
  const asked = fields.filter(name => ctx.access.field('core.company', name, 'read') !== 'none')
  if (company === null || !ctx.access.may('core.company', 'read')) return null
  const [found] = (await find(ctx, 'core.company', { where: { id: company }, fields: asked, limit: 1 })).items
  if (!found) return null
  const said = (name: (typeof fields)[number]): string => printable(String(found[name] ?? ''), 300).replaceAll('\n', ' ')
  const reached = [said('phone'), said('email'), said('website')].filter(Boolean).join(' · ')
  const address = (found.address ?? null) as Address | null
  return {
    name: said('legalName') || said('name'),
    lines: [addressLines(ctx.locale, address).join(', '), reached, await registrations(ctx, company)].map(line => printable(line, 500)).filter(Boolean),
    footer: said('footer') || null,
    logo: typeof found.logo === 'string' ? await logoOf(ctx, found.logo) : null,
    country: String(found.country ?? ''),
  }
}

/** GSTIN 27AAACR5055K1Z5 · PAN AAACR5055K, of those that hold today. */
async function registrations(ctx: CoreCtx, company: string): Promise<string> {
  const shape = ctx.model.entities.get('core.registration')
  if (!shape || !ctx.access.may(shape.name, 'read')) return ''
  const where = {
    company,
    and: [
      { or: [{ validFrom: { isEmpty: true } }, { validFrom: { lte: '$today' } }] },
      { or: [{ validTo: { isEmpty: true } }, { validTo: { gte: '$today' } }] },
    ],
  }
  const page = await find(ctx, shape.name, { where, fields: ['kind', 'number'], sort: ['kind', 'number'], limit: 8 })
  const kind = shape.fields.get('kind')
  const said = ({ kind: one, number }: Item): string => `${one === 'other' || !kind ? '' : `${optionLabel(ctx, kind, String(one))} `}${String(number)}`
  return page.items.map(said).join(' · ')
}

async function logoOf(ctx: CoreCtx, id: string): Promise<Uint8Array | null> {
  const file = (await filesById(ctx, [id])).get(id)
  if (!file || file.bytes > mostLogoBytes || !(await mayRead(ctx, file))) return null
  const parts: Buffer[] = []
  try {
    for await (const part of await ctx.world.services.get<FileStore>(filesToken).read(ctx.workspace, file.key)) parts.push(part as Buffer)
  } catch {
    // A paper without its logo is better than none.
    return null
  }
  const picture = Buffer.concat(parts)
  return isPrintable(picture) ? picture : null
}
