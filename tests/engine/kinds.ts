import {
  address,
  allow,
  choice,
  choices,
  defineEntity,
  definePlugin,
  duration,
  emails,
  type Fields,
  file,
  files,
  image,
  listScreen,
  parent,
  percent,
  phones,
  rating,
  reference,
  richText,
  role,
  series,
  text,
  time,
  urls,
  user,
} from '@sangam/sdk'

/** One field of every kind that stands on its own, as code makes them. */
export const kindFields = {
  name: text({ required: true, max: 80 }),
  share: percent({ label: 'Share', min: '0', max: '100' }),
  growth: percent({ digits: 4 }),
  opens: time({ default: '09:30' }),
  closes: time({ index: true }),
  effort: duration({ help: 'How long it took.' }),
  spare: duration({ min: -3600, max: 3600 }),
  stars: rating(),
  score: rating({ max: 10 }),
  mails: emails(),
  lines: phones({ label: 'Phone numbers' }),
  sites: urls(),
  terms: richText({ default: '<p>Thirty days.<script>alert(1)</script></p>' }),
  body: richText({ max: 2000 }),
  office: address(),
  contract: file({ maxBytes: 50_000 }),
  papers: files(),
  photo: image(),
  grade: choice({ a: { label: 'Best', colour: 'green' }, b: { colour: 'yellow' }, z: { label: 'Old', retired: true } }),
  skills: choices({ weaving: { colour: 'blue' }, dyeing: {}, carding: { retired: true } }),
} satisfies Fields

export const Kind = defineEntity('kinds.kind', { title: 'name', fields: kindFields })

/** A tree with numbers by company and fiscal year, and names that differ whatever their case. */
export const depotFields = {
  name: text({ required: true, max: 80 }),
  number: series('{company}/{fy2}/{000}'),
  code: text({ max: 20, unique: true, ignoreCase: true }),
  partOf: parent('kinds.depot', { label: 'Part of' }),
  keeper: user({ default: '$me' }),
  company: reference('core.company'),
  town: text({ max: 40, ignoreCase: true }),
} satisfies Fields

export const Depot = defineEntity('kinds.depot', { title: 'name', fields: depotFields, unique: [['name', 'town']] })

export const kinds = definePlugin({
  id: 'kinds',
  version: '1.0.0',
  title: 'Kinds',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Kind, Depot],
  parts: [
    listScreen(Kind, { menu: 'Kinds', columns: ['name', 'share', 'opens', 'effort', 'stars', 'mails', 'grade'] }),
    role('kinds.looker', { label: 'Looker', grants: [allow(Kind, ['read', 'create'], { hide: ['contract'] })] }),
    role('kinds.own', { label: 'Own', grants: [allow(Kind, ['read', 'create', 'update'], { where: { createdBy: '$me' } })] }),
    role('kinds.clerk', { label: 'Clerk', grants: [allow(Kind, ['read', 'create', 'update', 'remove', 'import', 'export'])] }),
  ],
})

/** The same fields as an administrator writes them. */
export const kindShapes: readonly { readonly field: string; readonly type: string; readonly options?: object }[] = [
  { field: 'name', type: 'text', options: { required: true, max: 80 } },
  { field: 'share', type: 'percent', options: { label: 'Share', min: '0', max: '100' } },
  { field: 'growth', type: 'percent', options: { digits: 4 } },
  { field: 'opens', type: 'time', options: { default: '09:30' } },
  { field: 'closes', type: 'time', options: { index: true } },
  { field: 'effort', type: 'duration', options: { help: 'How long it took.' } },
  { field: 'spare', type: 'duration', options: { min: -3600, max: 3600 } },
  { field: 'stars', type: 'rating' },
  { field: 'score', type: 'rating', options: { max: 10 } },
  { field: 'mails', type: 'emails' },
  { field: 'lines', type: 'phones', options: { label: 'Phone numbers' } },
  { field: 'sites', type: 'urls' },
  { field: 'terms', type: 'richText', options: { default: '<p>Thirty days.<script>alert(1)</script></p>' } },
  { field: 'body', type: 'richText', options: { max: 2000 } },
  { field: 'office', type: 'address' },
  { field: 'contract', type: 'file', options: { maxBytes: 50_000 } },
  { field: 'papers', type: 'files' },
  { field: 'photo', type: 'image' },
  {
    field: 'grade',
    type: 'choice',
    options: {
      choices: [
        { value: 'a', label: 'Best', colour: 'green' },
        { value: 'b', colour: 'yellow' },
        { value: 'z', label: 'Old', retired: true },
      ],
    },
  },
  { field: 'skills', type: 'choices', options: { choices: [{ value: 'weaving', colour: 'blue' }, 'dyeing', { value: 'carding', retired: true }] } },
]

export const depotShapes: typeof kindShapes = [
  { field: 'name', type: 'text', options: { required: true, max: 80 } },
  { field: 'number', type: 'series', options: { pattern: '{company}/{fy2}/{000}' } },
  { field: 'code', type: 'text', options: { max: 20, unique: true, ignoreCase: true } },
  { field: 'partOf', type: 'reference', options: { label: 'Part of', to: 'x.depot', tree: true } },
  { field: 'keeper', type: 'reference', options: { to: 'core.user', default: '$me' } },
  { field: 'company', type: 'reference', options: { to: 'core.company' } },
  { field: 'town', type: 'text', options: { max: 40, ignoreCase: true } },
]
