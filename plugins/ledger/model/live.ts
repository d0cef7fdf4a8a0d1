import { defineEntity, reference, text } from '@sangam/sdk'

/** That the books of a company went live: who did it and when, what was thrown away, and where its chains ended. Once for each company, and for good. */
export const LiveBooks = defineEntity('ledger.live', {
  title: 'name',
  label: 'Going live',
  plural: 'Going live',
  description: 'When the books of a company went live, by whom, and what of its trial was thrown away.',
  sort: ['-createdAt'],
  keep: { years: 8 },
  unique: [['company']],
  fields: {
    name: text({ required: true, max: 120, readonly: true, label: 'Company, as it was called' }),
    discarded: text({ multiline: true, max: 4000, readonly: true, label: 'Thrown away' }),
    heads: text({
      multiline: true,
      max: 4000,
      readonly: true,
      label: 'Ends of its chains',
      help: 'Proof of what was thrown away: with a copy of the trial it can be shown what it was.',
    }),
    company: reference('core.company', { required: true, readonly: true }),
  },
})

/** The trial of a company, or since when it is live. */
export interface TrialState {
  readonly company: { readonly id: string; readonly name: string }
  readonly liveSince: string | null
  /** Whether whoever asks may let it go live. */
  readonly may: boolean
  /** Of one that went live here. */
  readonly record: { readonly id: string; readonly by: string | null; readonly discarded: string | null } | null
  readonly records: readonly { readonly entity: string; readonly label: string; readonly count: number }[]
  /** Opening items that are drafts again, and years that are open again. */
  readonly again: { readonly opening: number; readonly years: number }
}
