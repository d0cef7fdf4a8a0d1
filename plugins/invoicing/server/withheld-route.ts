import { Party } from '@sangam/plugin-parties/model'
import { choice, date, decimal, type Json, type RecordOf, reference, route } from '@sangam/sdk'
import { type Document, kinds, WithholdingSection } from '../model.ts'
import { Company } from './core.ts'
import { readSetUp } from './set-up.ts'
import { readSides } from './sides.ts'
import { readWithheld } from './withholding.ts'

/** By what rule tax is withheld of what is typed, with what the year came to so far: the browser works it out as the server will. */
export const withheldNow = route('GET', '/withheld', {
  permission: 'invoicing.document:create',
  query: {
    kind: choice(kinds, { required: true }),
    party: reference(Party, { required: true }),
    section: reference(WithholdingSection),
    day: date({ required: true }),
    withhold: decimal({ digits: 4 }),
    company: reference('core.company', { required: true }),
  },
  async run(ctx, { query: { kind, party, section, day, withhold, company } }) {
    // Of who may not be seen, nothing is told.
    await ctx.repo(Party).get(party, { fields: ['name'] })
    const { fiscalYearStart } = await ctx.repo(Company).get(company, { fields: ['fiscalYearStart'] })
    const asked = { kind, party, company, date: day, postingDate: null, partyRegistration: null, ownRegistration: null } as RecordOf<typeof Document>
    const withholding = section ?? (await readSides(ctx, [asked], [asked])).picture(asked).withholding
    if (withholding === null) return { section: null, rule: null }
    const { placings } = await readWithheld(ctx, [{ ...asked, withholding, start: fiscalYearStart, posting: false }], await readSetUp(ctx))
    return { section: withholding, rule: (placings[0]?.rule(withhold) ?? null) as Json }
  },
})
