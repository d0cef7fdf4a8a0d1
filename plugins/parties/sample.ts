import { type Ctx, seed } from '@sangam/sdk'
import { Account, Party, Relation } from './model.ts'

type Organisation = readonly [
  name: string,
  industry: string,
  city: string,
  state: string,
  stateCode: string,
  postcode: string,
  employees: number,
  founded: number,
  phone: string,
]
type Person = readonly [name: string, works: string, role: string, mobile: string, language: 'en' | 'hi' | 'mr' | 'ta' | 'te' | 'kn' | 'gu' | 'bn']

const organisations: readonly Organisation[] = [
  ['Anand Textiles', 'Textiles', 'Surat', 'Gujarat', '24', '395003', 240, 1987, '0261 240 1187'],
  ['Bharat Precision Tools', 'Manufacturing', 'Pune', 'Maharashtra', '27', '411019', 520, 1979, '020 2747 5520'],
  ['Chola Agro Foods', 'Food processing', 'Coimbatore', 'Tamil Nadu', '33', '641014', 310, 1994, '0422 262 3310'],
  ['Deccan Logistics', 'Transport', 'Hyderabad', 'Telangana', '36', '500032', 890, 2001, '040 2300 8900'],
  ['Everest Diagnostics', 'Healthcare', 'Lucknow', 'Uttar Pradesh', '09', '226010', 150, 2009, '0522 230 1500'],
  ['Fortune Polymers', 'Chemicals', 'Vadodara', 'Gujarat', '24', '390010', 410, 1991, '0265 264 4100'],
  ['Ganga Paper Mills', 'Paper', 'Saharanpur', 'Uttar Pradesh', '09', '247001', 620, 1972, '0132 272 6200'],
  ['Himalaya Cold Chain', 'Transport', 'Shimla', 'Himachal Pradesh', '02', '171003', 95, 2014, '0177 265 0950'],
  ['Indus Learning', 'Education', 'Bengaluru', 'Karnataka', '29', '560034', 180, 2012, '080 2552 1800'],
  ['Jaipur Stonecraft', 'Building materials', 'Jaipur', 'Rajasthan', '08', '302013', 130, 1998, '0141 233 1300'],
  ['Konkan Marine Exports', 'Food processing', 'Ratnagiri', 'Maharashtra', '27', '415612', 275, 1989, '02352 222 275'],
  ['Lakshmi Jewellers', 'Retail', 'Thrissur', 'Kerala', '32', '680001', 60, 1965, '0487 242 0060'],
  ['Malwa Solar', 'Energy', 'Indore', 'Madhya Pradesh', '23', '452010', 210, 2015, '0731 255 2100'],
  ['Narmada Seeds', 'Agriculture', 'Bhopal', 'Madhya Pradesh', '23', '462011', 85, 2003, '0755 246 0085'],
  ['Orissa Alloys', 'Metals', 'Rourkela', 'Odisha', '21', '769004', 740, 1983, '0661 264 7400'],
  ['Punjab Farm Machines', 'Manufacturing', 'Ludhiana', 'Punjab', '03', '141003', 360, 1976, '0161 253 3600'],
  ['Quilon Spices', 'Food processing', 'Kollam', 'Kerala', '32', '691001', 70, 1996, '0474 274 0070'],
  ['Rajdhani Hotels', 'Hospitality', 'New Delhi', 'Delhi', '07', '110055', 430, 1986, '011 2361 4300'],
]

const people: readonly Person[] = [
  ['Asha Deshmukh', 'Bharat Precision Tools', 'Head of purchasing', '98220 41187', 'mr'],
  ['Ravi Subramanian', 'Chola Agro Foods', 'Plant manager', '94430 26233', 'ta'],
  ['Farah Khan', 'Everest Diagnostics', 'Director', '94150 23015', 'hi'],
  ['Nilesh Patel', 'Anand Textiles', 'Owner', '98250 24011', 'gu'],
  ['Srinivas Reddy', 'Deccan Logistics', 'Fleet manager', '98490 23008', 'te'],
  ['Meera Nair', 'Lakshmi Jewellers', 'Owner', '94470 24200', 'en'],
  ['Gurpreet Singh', 'Punjab Farm Machines', 'Managing director', '98140 25336', 'hi'],
  ['Kavitha Gowda', 'Indus Learning', 'Head of operations', '98450 25521', 'kn'],
  ['Sunil Agrawal', 'Malwa Solar', 'Founder', '98260 25521', 'hi'],
  ['Ananya Mohanty', 'Orissa Alloys', 'Buyer', '94370 26474', 'en'],
  ['Vikram Rathore', 'Jaipur Stonecraft', 'Partner', '98290 23313', 'hi'],
  ['Debashish Ghosh', 'Ganga Paper Mills', 'Works manager', '98300 27262', 'bn'],
]

/** Eighteen organisations and twelve people who work for them. */
export const sample = seed('parties.sample', {
  sample: true,
  async run(ctx) {
    const made = await ctx.repo(Party).createMany(organisations.map(newOrganisation))
    const byName = new Map(made.map(party => [party.name, party.id]))
    const staff = await ctx.repo(Party).createMany(
      people.map(([name, , , mobile, language]) => ({
        name,
        kind: 'person',
        language,
        contactPoints: [
          { kind: 'mobile', value: mobile, primary: true },
          { kind: 'email', value: `${name.toLowerCase().replace(' ', '.')}@example.com`, primary: true },
        ],
      })),
    )
    await ctx.repo(Relation).createMany(
      people.flatMap(([, works, role], at) => {
        const [from, to] = [staff[at]?.id, byName.get(works)]
        return from && to ? [{ from, to, kind: 'works_at', role, validFrom: `${2015 + (at % 8)}-04-01` } as const] : []
      }),
    )
    await openAccounts(
      ctx,
      made.map(party => party.id),
    )
  },
})

function newOrganisation([name, industry, city, state, stateCode, postcode, employees, founded, phone]: Organisation, at: number) {
  const domain = `${name.toLowerCase().replace(/ /g, '-')}.example.com`
  return {
    name,
    industry,
    employees,
    founded,
    kind: 'organisation',
    code: `P-${String(at + 1).padStart(3, '0')}`,
    legalName: `${name} Private Limited`,
    website: `https://${domain}`,
    tags: employees > 400 ? ['large'] : [],
    addresses: [{ kind: 'registered', street: `${12 + at}, Industrial Area`, city, state, stateCode, postcode, country: 'IN' }],
    contactPoints: [
      { kind: 'phone', value: phone, primary: true },
      { kind: 'email', value: `office@${domain}`, primary: true },
    ],
  } as const
}

/** Every third is a customer already, and every ninth a supplier. */
async function openAccounts(ctx: Ctx, parties: readonly string[]): Promise<void> {
  const { company } = ctx
  if (company === null) return
  await ctx.repo(Account).createMany(
    parties.flatMap((party, at) => {
      const terms = { party, company, currency: 'INR', taxTreatment: 'registered' } as const
      return [
        ...(at % 3 === 0 ? [{ ...terms, side: 'customer' as const, termsDays: 30, creditLimit: { amount: String((at + 1) * 100_000), currency: 'INR' } }] : []),
        ...(at % 9 === 4 ? [{ ...terms, side: 'supplier' as const, termsDays: 45 }] : []),
      ]
    }),
  )
}
