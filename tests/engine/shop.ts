import { allow, choice, defineAction, defineEntity, definePlugin, flow, handle, hooks, integer, lines, reference, role, text } from '@sangam/sdk'

/** Customers who come twice, and orders of which some are posted: for tests of changing many, taking back and making one of two. */
export const Customer = defineEntity('shop.customer', {
  title: 'name',
  sort: ['name'],
  activities: true,
  keep: { years: 8 },
  duplicates: ['name', { fields: ['email'], how: 'normalised' }, { fields: ['phone'], how: 'normalised' }],
  fields: {
    name: text({ required: true, max: 120 }),
    email: text({ format: 'email' }),
    phone: text({ format: 'phone' }),
    grade: choice(['a', 'b', 'c']),
    credit: integer({ min: 0, max: 1000 }),
    note: text({ max: 200 }),
    owner: reference('core.user', { default: '$me' }),
    mergedInto: reference('shop.customer', { readonly: true }),
  },
})

export const Item = defineEntity('shop.item', { title: 'name', fields: { name: text({ required: true, max: 80 }) } })

export const OrderLine = defineEntity('shop.orderLine', {
  title: 'words',
  fields: {
    order: reference('shop.order', { required: true, onRemove: 'cascade' }),
    item: reference(Item),
    words: text({ max: 80 }),
    quantity: integer({ default: 1 }),
  },
})

export const Order = defineEntity('shop.order', {
  title: 'subject',
  fields: {
    subject: text({ required: true, max: 80 }),
    customer: reference(Customer, { required: true }),
    state: flow({ draft: { to: { posted: { verb: 'post' } } }, posted: { to: [] } }),
    lines: lines(OrderLine, 'order'),
  },
  rules: [{ lock: 'all', when: { state: 'posted' } }],
})

export const raise = defineAction(Customer, 'raise', { label: 'Raise the credit', input: { by: integer({ required: true }) } })
export const thank = defineAction(Order, 'thank', { label: 'Thank', when: { 'customer.grade': 'a' } })

export const shop = definePlugin({
  id: 'shop',
  version: '1.0.0',
  title: 'Shop',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Customer, Item, Order, OrderLine],
  parts: [
    raise,
    handle(raise, async (ctx, record, input) => {
      await ctx.repo(Customer).update(record.id, { credit: (record.credit ?? 0) + input.by })
    }),
    // Remembers by itself whose an order is, as a plugin does that goes on from what it posted once.
    hooks(Order, {
      derive: async (_, changes) =>
        changes.map(({ next }) => {
          const id = /^Again for (\S+)$/.exec(next?.subject ?? '')?.[1]
          return id ? { customer: id as never } : null
        }),
    }),
    thank,
    handle(thank, async () => undefined),
    role('shop.seller', {
      label: 'Seller',
      grants: [
        allow(Customer, ['read', 'create', 'update', 'remove', 'raise'], { where: { owner: '$me' }, hide: ['note'], freeze: ['grade'] }),
        allow(Order, ['read', 'create', 'update']),
        allow(Item, ['read', 'create']),
      ],
    }),
    role('shop.clerk', {
      label: 'Clerk',
      grants: [allow(Customer, ['read']), allow(Customer, ['create', 'update', 'remove', 'share'], { where: { owner: '$me' } }), allow(Order, ['read'])],
    }),
    role('shop.manager', {
      label: 'Manager',
      grants: [
        allow(Customer, ['read', 'create', 'update', 'remove', 'raise']),
        allow(Order, ['read', 'create', 'update', 'remove', 'post']),
        allow(Item, ['read', 'create', 'update', 'remove']),
      ],
    }),
  ],
})
