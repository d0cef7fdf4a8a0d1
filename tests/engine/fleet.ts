import { depotShapes, kindShapes } from './kinds.ts'

/** Companies of tests have no code. */
const depots = depotShapes.map(shape => (shape.field === 'number' ? { ...shape, options: { pattern: 'D{fy2}-{000}' } } : shape))

const text = (label: string) => ({ required: true, max: 80, label })

/** What an administrator shapes over the months: every type of field, a flow, rules, screens, roles, numbers, and what was changed on the way. */
export const fleet: readonly (readonly object[])[] = [
  [
    { op: 'addEntity', entity: 'x.depot', label: 'Depot', labels: { hi: { label: 'डिपो', plural: 'डिपो' } }, title: 'name', fields: depots },
    {
      op: 'addEntity',
      entity: 'x.vehicle',
      label: 'Vehicle',
      labels: { hi: { label: 'वाहन', plural: 'गाड़ियाँ' } },
      description: "What the business drives, and */ what's hired.",
      menu: 'Fleet',
      icon: 'truck',
      title: 'name',
      activities: true,
      fields: [
        ...kindShapes,
        { field: 'plate', type: 'text', options: { max: 20, unique: true, label: 'Number plate' }, labels: { hi: 'नंबर प्लेट' } },
        { field: 'wheels', type: 'integer', options: { min: 0, max: 12, default: 4 } },
        { field: 'load', type: 'decimal', options: { digits: 2, label: 'Load (t)' } },
        { field: 'price', type: 'money', options: { min: '0' } },
        { field: 'leased', type: 'boolean', options: { default: false } },
        { field: 'bought', type: 'date', options: { default: '$today' } },
        { field: 'seen', type: 'datetime' },
        { field: 'depot', type: 'reference', options: { to: 'x.depot', onRemove: 'clear' } },
        { field: 'owner', type: 'reference', options: { to: 'parties.party' } },
        { field: 'helpers', type: 'references', options: { to: 'core.user' } },
        { field: 'about', type: 'oneOf', options: { targets: ['core.user', 'x.depot'] } },
        { field: 'extra', type: 'json' },
        { field: 'colour', type: 'text', options: { max: 40 } },
        { field: 'oldCode', type: 'text', options: { max: 40 } },
        { field: 'rate', type: 'text', options: { max: 20 } },
        {
          field: 'state',
          type: 'flow',
          options: {
            states: [
              { state: 'idle', label: 'Idle', colour: 'grey', to: [{ state: 'driving', label: 'Set off', require: ['plate'], when: { wheels: { gt: 0 } } }] },
              { state: 'driving', colour: 'green', to: ['idle', 'sold'] },
              { state: 'sold', to: [] },
            ],
          },
        },
      ],
    },
    {
      op: 'addEntity',
      entity: 'x.trip',
      label: 'Trip',
      title: 'purpose',
      fields: [
        { field: 'purpose', type: 'text', options: text('Purpose') },
        { field: 'vehicle', type: 'reference', options: { to: 'x.vehicle', required: true } },
        { field: 'km', type: 'decimal', options: { digits: 1 } },
      ],
    },
    {
      op: 'addEntity',
      entity: 'x.stop',
      label: 'Stop',
      title: 'place',
      fields: [
        { field: 'place', type: 'text', options: text('Place') },
        { field: 'trip', type: 'reference', options: { to: 'x.trip', required: true, onRemove: 'cascade' } },
      ],
    },
    { op: 'addField', entity: 'x.trip', field: 'stops', type: 'lines', options: { of: 'x.stop', by: 'trip' } },
    { op: 'addField', entity: 'x.trip', field: 'from', type: 'lookup', options: { by: 'vehicle', field: 'plate', label: 'With' } },
    { op: 'addField', entity: 'x.vehicle', field: 'town', type: 'lookup', options: { by: 'depot', field: 'town' } },
    { op: 'addField', entity: 'x.vehicle', field: 'ownerKind', type: 'lookup', options: { by: 'owner', field: 'kind' } },
    {
      op: 'addField',
      entity: 'x.vehicle',
      field: 'perWheel',
      type: 'formula',
      options: { result: 'decimal', expression: 'div(coalesce(load, 0), 4, 2)', label: 'Load per wheel' },
    },
    { op: 'addField', entity: 'x.vehicle', field: 'trips', type: 'rollup', options: { how: 'count', of: 'x.trip', by: 'vehicle' } },
    {
      op: 'addField',
      entity: 'x.vehicle',
      field: 'kms',
      type: 'rollup',
      options: { how: 'sum', of: 'x.trip', by: 'vehicle', field: 'km', where: { purpose: { startsWith: 'T' } }, label: 'Kilometres' },
    },
  ],
  [
    { op: 'setUnique', entity: 'x.depot', unique: [['name', 'town']] },
    {
      op: 'setRules',
      entity: 'x.vehicle',
      rules: [
        { require: ['plate'], when: { state: 'sold' }, because: 'Write what was sold.' },
        { show: ['colour'], when: { leased: false } },
        {
          refuse: 'Nobody drives that.',
          when: { wheels: { gt: 12 }, or: [{ 'depot.town': 'Pune' }, { leased: true }], not: { grade: { in: ['a', 'b'] } } },
          field: 'wheels',
        },
      ],
    },
    {
      op: 'setList',
      entity: 'x.vehicle',
      list: {
        menu: 'Fleet',
        columns: ['name', 'plate', 'depot.town', 'state'],
        views: [
          { label: 'On the road', where: { state: 'driving' }, sort: ['-seen'], waits: { verb: 'update', measure: 'max:wheels', late: true } },
          { label: 'Bought', kind: 'calendar', by: 'bought' },
        ],
      },
    },
    {
      op: 'setForm',
      entity: 'x.vehicle',
      form: {
        sections: [
          { fields: ['name', ['plate', 'wheels'], 'state'] },
          {
            label: 'Money',
            columns: 2,
            fields: ['price', 'leased'],
            when: { leased: false },
            related: [{ entity: 'x.trip', by: 'vehicle', columns: ['purpose', 'km'] }],
          },
        ],
        hidden: ['extra'],
      },
    },
    { op: 'setBoard', entity: 'x.vehicle', board: { by: 'state', card: ['name', 'plate'] } },
    {
      op: 'setRole',
      role: 'x.driver',
      label: 'Driver',
      labels: { hi: 'चालक' },
      grants: [
        { entity: 'x.vehicle', verbs: ['read', 'update', 'driving', 'idle', 'export'], where: { leased: false }, hide: ['price'], freeze: ['bought'] },
        { entity: 'x.trip', verbs: ['read', 'create', 'update'] },
        { entity: 'x.depot', verbs: ['read'] },
        { entity: 'core.user', verbs: ['read'] },
      ],
    },
    { op: 'setLayouts', entity: 'x.trip', layouts: [{ role: 'x.driver', sections: [{ fields: ['purpose', 'vehicle'] }] }] },
  ],
  [
    { op: 'convertField', entity: 'x.vehicle', field: 'rate', type: 'decimal', options: { digits: 2 } },
    { op: 'retireField', entity: 'x.vehicle', field: 'oldCode' },
    { op: 'removeField', entity: 'x.vehicle', field: 'colour' },
  ],
]
