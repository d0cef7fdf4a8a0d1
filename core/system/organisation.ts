import { address, boolean, choice, date, decimal, defineEntity, image, integer, lines, parent, reference, text } from '@sangam/sdk'

/** A legal entity inside a workspace: it has books, a currency and a fiscal year of its own. */
export const Company = defineEntity('core.company', {
  title: 'name',
  steady: true,
  // Each has books of its own: accounts, numbers, locked days and a chain of entries, of which two can't become one.
  merges: false,
  plural: 'Companies',
  description: 'A legal entity whose business is done here.',
  sort: ['name'],
  fields: {
    name: text({ required: true, max: 120 }),
    legalName: text({ label: 'Legal name', max: 200 }),
    code: text({ label: 'Short code', max: 8, unique: true, ignoreCase: true, help: 'Stands in numbers such as GT/26-27/0041.' }),
    entityType: choice(
      {
        proprietorship: { label: 'Proprietorship' },
        partnership: { label: 'Partnership' },
        llp: { label: 'LLP' },
        private_limited: { label: 'Private limited company' },
        public_limited: { label: 'Public limited company' },
        trust: { label: 'Trust or society' },
        other: { label: 'Other' },
      },
      { label: 'Kind of business' },
    ),
    country: text({ required: true, min: 2, max: 2, help: 'Two letters, such as IN.' }),
    currency: text({ required: true, min: 3, max: 3, help: 'The currency of its books, such as INR.' }),
    zone: text({ required: true, max: 60, label: 'Time zone', help: 'Such as Asia/Kolkata. Days begin and end by it.' }),
    fiscalYearStart: integer({ required: true, default: 4, min: 1, max: 12, label: 'Fiscal year begins in month' }),
    weekStart: choice(
      { monday: { label: 'Monday' }, sunday: { label: 'Sunday' }, saturday: { label: 'Saturday' } },
      { label: 'Week begins on', help: 'Empty: as is usual in its country. Calendars, weeks in reports and words such as “this week” go by it.' },
    ),
    stage: choice(
      { trial: { label: 'Trial' }, live: { label: 'Live', colour: 'green' } },
      { required: true, default: 'trial', readonly: true, help: 'In a trial nothing counts yet. The books go live once.' },
    ),
    logo: image({ maxBytes: 1_000_000, help: 'PNG or JPEG. Stands at the head of what is printed.' }),
    address: address({ help: 'As it stands at the head of letters.' }),
    phone: text({ format: 'phone' }),
    email: text({ format: 'email' }),
    website: text({ format: 'url' }),
    footer: text({ max: 200, label: 'Words at the foot', help: 'One line at the foot of each printed page.' }),
  },
})

export const Place = defineEntity('core.place', {
  title: 'name',
  description: 'A branch, an office, a warehouse: where a company works.',
  sort: ['name'],
  fields: {
    company: reference(Company, { required: true, index: true }),
    name: text({ required: true, max: 120 }),
    kind: choice(['office', 'branch', 'factory', 'warehouse', 'shop']),
    street: text({ multiline: true, max: 500 }),
    city: text({ max: 100 }),
    stateCode: text({ label: 'State code', max: 10 }),
    postcode: text({ max: 12 }),
    country: text({ min: 2, max: 2 }),
    phone: text({ format: 'phone' }),
    active: boolean({ default: true }),
  },
})

export const Registration = defineEntity('core.registration', {
  title: 'number',
  description: 'A number an authority gave: GSTIN, PAN, VAT and the like. Of a company, or of any record such as a party.',
  sort: ['kind', 'number'],
  fields: {
    company: reference(Company, { help: 'The company it belongs to. Empty when it belongs to the record named below.' }),
    entity: text({ max: 100, label: 'Record’s kind' }),
    record: text({ max: 36, index: true }),
    kind: choice(
      {
        gstin: { label: 'GSTIN' },
        pan: { label: 'PAN' },
        tan: { label: 'TAN' },
        cin: { label: 'CIN' },
        udyam: { label: 'Udyam' },
        iec: { label: 'IEC' },
        vat: { label: 'VAT' },
        ein: { label: 'EIN' },
        other: { label: 'Other' },
      },
      { required: true },
    ),
    number: text({ required: true, max: 40 }),
    country: text({ min: 2, max: 2 }),
    stateCode: text({ label: 'State code', max: 10 }),
    scheme: choice(
      { regular: { label: 'Regular' }, composition: { label: 'Composition' } },
      {
        help: 'Under composition no tax is charged on what is sold. Where it changes, end this one and enter the number again from the next day. Empty: regular.',
      },
    ),
    validFrom: date({ label: 'Valid from' }),
    validTo: date({ label: 'Valid to' }),
  },
  rules: [{ show: ['scheme'], when: { kind: { in: ['gstin', 'vat'] } } }],
})

export const TeamMember = defineEntity('core.teamMember', {
  title: 'user',
  unique: [['team', 'user']],
  fields: {
    team: reference('core.team', { required: true, onRemove: 'cascade' }),
    user: reference('core.user', { required: true, onRemove: 'cascade' }),
  },
})

export const Team = defineEntity('core.team', {
  steady: true,
  title: 'name',
  description: 'People who work together under a leader.',
  sort: ['name'],
  external: 'name',
  fields: {
    name: text({ required: true, max: 100, unique: true }),
    leader: reference('core.user'),
    parent: parent('core.team', { label: 'Part of' }),
    region: text({ max: 60 }),
    members: lines(TeamMember, 'team'),
  },
})

export const Currency = defineEntity('core.currency', {
  title: 'code',
  steady: true,
  plural: 'Currencies',
  sort: ['code'],
  fields: {
    code: text({ required: true, min: 3, max: 3, unique: true }),
    name: text({ required: true, max: 60 }),
    digits: integer({ required: true, default: 2, min: 0, max: 4, label: 'Digits after the point' }),
    active: boolean({ default: true }),
  },
})

export const Rate = defineEntity('core.rate', {
  title: 'day',
  description: 'What one unit of a currency was worth in another on a day.',
  sort: ['-day'],
  unique: [['from', 'to', 'day', 'kind']],
  fields: {
    from: text({ required: true, min: 3, max: 3 }),
    to: text({ required: true, min: 3, max: 3 }),
    day: date({ required: true, default: '$today' }),
    kind: choice(['spot', 'average', 'customs', 'closing'], { required: true, default: 'spot' }),
    rate: decimal({ required: true, digits: 10, min: '0' }),
  },
})
