import { boolean, choice, date, defineEntity, reference, text } from '@sangam/sdk'

export const Address = defineEntity('parties.address', {
  title: 'city',
  plural: 'Addresses',
  fields: {
    party: reference('parties.party', { required: true, onRemove: 'cascade' }),
    kind: choice(
      {
        office: { label: 'Office' },
        billing: { label: 'Billing' },
        delivery: { label: 'Delivery' },
        registered: { label: 'Registered office' },
        home: { label: 'Home' },
      },
      { required: true, default: 'office' },
    ),
    street: text({ multiline: true, max: 500 }),
    city: text({ max: 100 }),
    // A key of its own: “State” alone is how a record stands.
    state: text({ label: 'State of the address', max: 100 }),
    stateCode: text({ label: 'State code', max: 10, help: 'The GST code, such as 27 for Maharashtra.' }),
    postcode: text({ max: 12 }),
    country: text({ max: 60, help: 'Two letters such as IN, or its name.' }),
    validFrom: date({ label: 'Valid from' }),
    validTo: date({ label: 'Valid to' }),
  },
})

/** A way to reach a party. */
export const ContactPoint = defineEntity('parties.contactPoint', {
  title: 'value',
  fields: {
    party: reference('parties.party', { required: true, onRemove: 'cascade' }),
    kind: choice(
      {
        mobile: { label: 'Mobile', colour: 'green' },
        phone: { label: 'Phone', colour: 'teal' },
        email: { label: 'E-mail', colour: 'blue' },
        website: { label: 'Website' },
        whatsapp: { label: 'WhatsApp', colour: 'green' },
      },
      { required: true, default: 'mobile' },
    ),
    value: text({ label: 'Number or address', required: true, max: 255 }),
    normalised: text({ label: 'Comparable form', readonly: true, index: true }),
    primary: boolean({ default: false }),
    verified: boolean({ default: false }),
  },
})

/**
 * The one form of a telephone number: `+` and digits. Ten digits that begin as Indian mobile and
 * city numbers do are taken for Indian ones; what can't be told stays as its digits.
 */
export function normalisePhone(value: string): string {
  const digits = value.replace(/\D/g, '')
  if (value.trim().startsWith('+')) return `+${digits}`
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  const national = digits.replace(/^0/, '')
  if (/^[1-9]\d{9}$/.test(national)) return `+91${national}`
  return /^91[1-9]\d{9}$/.test(digits) ? `+${digits}` : digits
}

/** The one form of a contact point, by which two that mean the same are equal. */
export function normaliseContact(kind: string, value: string): string {
  if (kind === 'email') return value.trim().toLowerCase()
  if (kind === 'website')
    return value
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\/(www\.)?/, '')
      .replace(/\/+$/, '')
  return normalisePhone(value)
}
