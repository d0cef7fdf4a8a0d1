import { Item } from '@sangam/plugin-items/model'
import { Party } from '@sangam/plugin-parties/model'
import { choice, date, datetime, decimal, defineEntity, flow, integer, lines, money, reference, text } from '@sangam/sdk'
import { Pipeline, Stage } from './pipeline.ts'

export const LeadLine = defineEntity('leads.leadLine', {
  title: 'description',
  fields: {
    lead: reference('leads.lead', { required: true, onRemove: 'cascade' }),
    item: reference(Item),
    description: text({ max: 500 }),
    quantity: decimal({ required: true, default: '1', digits: 3, min: '0' }),
    price: money({ min: '0', help: 'The item’s own unless told.' }),
    amount: money({ readonly: true, digits: 7 }),
  },
})

export const lostReasons = {
  price: { label: 'Price' },
  competitor: { label: 'Went to a competitor' },
  no_budget: { label: 'No budget' },
  no_need: { label: 'No need' },
  no_response: { label: 'No response' },
  timing: { label: 'Wrong time' },
  unserviceable: { label: 'We could not serve it' },
  not_recorded: { label: 'Not recorded' },
  other: { label: 'Other' },
} as const

/** One record from the first enquiry to the deal. */
export const Lead = defineEntity('leads.lead', {
  title: 'title',
  description: 'An enquiry and the deal it may become.',
  duplicates: ['email', 'phone', 'companyName'],
  external: 'externalId',
  activities: true,
  fields: {
    title: text({ required: true, max: 200, help: 'What it is about, such as "40 kW for the roof in Indore".' }),
    party: reference(Party, { help: 'The customer, when known.' }),
    contact: reference(Party, { label: 'Contact person' }),
    rawName: text({ label: 'Name given', max: 120, search: true, help: 'The name as the enquirer gave it.' }),
    companyName: text({ label: 'Company name', max: 200, search: true, help: 'The company as the enquirer gave it.' }),
    email: text({ label: 'E-mail', format: 'email', index: true, search: true }),
    phone: text({ format: 'phone', index: true }),
    owner: reference('core.user', { default: '$me', help: 'Who takes care of it.' }),
    team: reference('core.team', { help: 'The owner’s own unless told.' }),
    pipeline: reference(Pipeline, { help: 'The usual one unless told.' }),
    stage: reference(Stage, { help: 'The pipeline’s first unless told.' }),
    stageSince: datetime({ label: 'In this stage since', readonly: true }),
    state: flow(
      {
        open: { label: 'Open', colour: 'blue', to: { won: { label: 'Win' }, lost: { label: 'Lose' } } },
        won: { label: 'Won', colour: 'green', to: { open: { label: 'Reopen', verb: 'reopen' } } },
        lost: { label: 'Lost', colour: 'red', to: { open: { label: 'Reopen', verb: 'reopen' } } },
      },
      { label: 'Status', index: true },
    ),
    probability: integer({ label: 'Probability in per cent', min: 0, max: 100, help: 'The stage’s own unless told.' }),
    value: money({ min: '0', digits: 7, help: 'The sum of the lines where they are priced in one currency.' }),
    weighted: money({ label: 'Weighted value', readonly: true, digits: 9, help: 'The value by its probability: what may be expected of it.' }),
    expectedClose: date({ label: 'Expected close', index: true }),
    engagedAt: date({ label: 'Engaged on', help: 'The day serious talks began.' }),
    actualClose: date({ label: 'Closed on', index: true, help: 'Today unless told, when it is won or lost.' }),
    lostReason: choice(lostReasons, { label: 'Why it was lost' }),
    lostNote: text({ label: 'More about the loss', multiline: true, max: 2000 }),
    source: choice({
      website: { label: 'Website' },
      referral: { label: 'Referral' },
      phone: { label: 'Phone' },
      email: { label: 'E-mail' },
      event: { label: 'Event' },
      partner: { label: 'Partner' },
      advertisement: { label: 'Advertisement' },
      social: { label: 'Social media' },
      walk_in: { label: 'Walk-in' },
      other: { label: 'Other' },
    }),
    campaign: text({ max: 120, index: true }),
    firstResponseAt: datetime({ label: 'First response', readonly: true }),
    lastActivityAt: datetime({ label: 'Last activity', readonly: true, index: true }),
    quietNoticeAt: datetime({ label: 'Reminded of silence', readonly: true }),
    externalSystem: text({ max: 60, help: 'The system it was brought from.' }),
    externalId: text({ label: 'External ID', max: 120, unique: true, help: 'Its number there; an import updates by it.' }),
    lines: lines(LeadLine, 'lead', { help: 'What they ask for.' }),
  },
  rules: [{ require: ['lostReason'], when: { state: 'lost' }, because: 'Say why it was lost.' }],
})
