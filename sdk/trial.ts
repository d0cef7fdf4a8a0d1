import type { Entity } from './entity.ts'
import type { Fields } from './field.ts'
import type { Id } from './json.ts'
import { defineService, type Service } from './services.ts'

/** Records that are thrown away as their company goes live, made by `trial`. */
export interface Trial {
  readonly kind: 'trial'
  readonly entity: string
  readonly company: string
}

/**
 * Records of a company that count for nothing before it goes live: what was tried out. As it goes live, which happens once, they are removed for good, with their lines and with what stands below them
 * (`onRemove: 'cascade'`), also those that stay as they are otherwise (`appendOnly`); what is summed up of them begins anew, and so do their numbers. Other records that name one lose that. The database does it in one
 * transaction, and refuses it for a company that is live. Leave out what is set up once and used from then on: accounts, taxes, terms.
 *
 * @param entity an entity of the plugin itself, none of lines
 * @param options.company its field that says whose it is: a reference to `core.company`
 * @example trial(Invoice, { company: 'company' })
 */
export function trial<N extends string, F extends Fields>(entity: Entity<N, F>, options: { readonly company: keyof F & string }): Trial {
  return { kind: 'trial', entity: entity.name, company: options.company }
}

/** How many records of an entity belong to a trial; `label` is the entity in the plural, in the language of the context. */
export interface TrialRecords {
  readonly entity: string
  readonly label: string
  readonly count: number
}

/**
 * The trial of a company, over all plugins: `of` counts what would be thrown away, and says since when it is live; `end` throws it away and makes the company live, in the transaction of the context. What is asked of
 * whoever may do that is the caller's matter: `end` is for `asSystem` alone. `heads` are the ends of the chains that were thrown away, as proof of what they were.
 *
 * Errors: `live_already`, `books_busy` where others are writing all the time, `still_named` where records of a plugin that is switched off name what would go.
 *
 * @example const { records, heads } = await ctx.asSystem('Goes live', system => system.use(TrialBooks).end(company))
 */
export const TrialBooks: Service<{
  of(company: Id<'core.company'>): Promise<{ readonly liveSince: string | null; readonly records: readonly TrialRecords[] }>
  end(company: Id<'core.company'>): Promise<{ readonly records: readonly TrialRecords[]; readonly heads: readonly string[] }>
}> = defineService('core.trial')
