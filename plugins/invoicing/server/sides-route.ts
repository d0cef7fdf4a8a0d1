import { Party } from '@sangam/plugin-parties/model'
import { choice, date, type RecordOf, reference, route } from '@sangam/sdk'
import { Document, kinds } from '../model.ts'
import { Company } from './core.ts'
import { noteNumber } from './document-numbers.ts'
import { readSetUp } from './set-up.ts'
import { readSides } from './sides.ts'

/** Where both sides of what is typed are, and why one of them charges no tax: a browser knows it as the server will, whoever may read the numbers themselves. */
export const sidesNow = route('GET', '/sides', {
  permission: 'invoicing.document:create',
  query: {
    kind: choice(kinds, { required: true }),
    party: reference(Party),
    place: reference('core.place'),
    day: date({ required: true }),
    taxDay: date(),
    supplierDay: date({ help: 'The day that stands on the bill of a supplier.' }),
    original: reference(Document, { help: 'What a note is about: it begins under the number of that.' }),
    company: reference('core.company', { required: true }),
  },
  async run(ctx, { query: { kind, party, place, day, taxDay, supplierDay, original, company } }) {
    // Of who may not be seen, nothing is told.
    if (party !== null) await ctx.repo(Party).get(party, { fields: ['name'] })
    const { name, fiscalYearStart: start } = await ctx.repo(Company).get(company, { fields: ['name', 'fiscalYearStart'] })
    const asked = { kind, party, company, place, date: day, taxDate: taxDay, supplierDate: supplierDay } as RecordOf<typeof Document>
    const picture = (await readSides(ctx, [asked], [asked])).picture(asked)
    const { partyRegistration, partyState, partyCountry, atPlace, ownState, days, theirScheme, ownScheme, owned } = picture
    const about = original === null ? null : (await ctx.repo(Document).get(original, { fields: ['ownRegistration'] })).ownRegistration
    const ownRegistration = noteNumber(kind, about, picture) ?? picture.ownRegistration
    const filed = kind === 'bill' ? (await readSetUp(ctx)).filed(company, ownRegistration, supplierDay ?? day, start) : null
    return {
      back: kind === 'bill' ? { right: picture.gotBack(ownRegistration), start, filed } : null,
      theirs:
        party === null ? null : { lacks: partyRegistration === null ? 'none' : theirScheme(partyRegistration), state: partyState, country: partyCountry, days },
      ours: {
        ...{ number: ownRegistration, lacks: ownRegistration === null ? 'none' : ownScheme(ownRegistration), state: atPlace ?? ownState },
        ...{ company: name, numbers: owned.map(one => ({ ...one })) },
      },
    }
  },
})
