import { formScreen, listScreen } from '@sangam/sdk'
import { Account, Party, Relation } from './model.ts'

export const screens = [
  listScreen(Party, {
    menu: 'Contacts',
    icon: 'address-book',
    position: 10,
    columns: ['name', 'kind', 'industry', 'parent', 'employees', 'tags', 'updatedAt'],
    views: [
      { label: 'Organisations', where: { kind: 'organisation' }, sort: ['name'] },
      { label: 'People', where: { kind: 'person' }, sort: ['name'], columns: ['name', 'language', 'tags', 'updatedAt'] },
      { label: 'By industry', where: { kind: 'organisation' }, group: ['industry'], measures: ['count', 'sum:employees'] },
      { label: 'New this month', where: { createdAt: { within: 'this_month' } }, sort: ['-createdAt'] },
    ],
  }),
  listScreen(Account, {
    menu: 'Contacts',
    icon: 'handshake',
    position: 20,
    columns: ['party', 'side', 'company', 'currency', 'termsDays', 'creditLimit', 'blocked'],
    views: [
      { label: 'Customers', where: { side: 'customer' } },
      { label: 'Suppliers', where: { side: 'supplier' } },
      { label: 'Employees', where: { side: 'employee' } },
      { label: 'Blocked', where: { blocked: true } },
    ],
  }),
  listScreen(Relation, { menu: 'Contacts', icon: 'share', position: 30, columns: ['from', 'kind', 'to', 'role', 'validFrom', 'validTo'] }),
  formScreen(Party, {
    sections: [
      { fields: [['name', 'kind'], ['legalName', 'code'], ['parent', 'language'], 'tags'] },
      { label: 'How to reach them', fields: ['contactPoints', 'addresses', 'website'] },
      {
        label: 'About the organisation',
        fields: [
          ['industry', 'founded'],
          ['employees', 'revenue'],
        ],
      },
      {
        label: 'Where it came from',
        fields: [
          ['externalSystem', 'externalId'],
          ['mergedInto', 'anonymisedAt'],
        ],
      },
    ],
    related: [
      { entity: 'parties.account', by: 'party', label: 'What they are to us', columns: ['side', 'company', 'currency', 'termsDays', 'creditLimit', 'blocked'] },
      { entity: 'parties.relation', by: 'to', label: 'Who stands to them how', columns: ['from', 'kind', 'role', 'validFrom', 'validTo'] },
      { entity: 'parties.relation', by: 'from', label: 'How they stand to others', columns: ['kind', 'to', 'role', 'validFrom', 'validTo'] },
      { entity: 'parties.party', by: 'parent', label: 'Parts of it', columns: ['name', 'industry', 'employees'] },
    ],
  }),
  formScreen(Account, {
    sections: [
      {
        fields: [
          ['party', 'side'],
          ['company', 'blocked'],
        ],
      },
      {
        label: 'Terms',
        fields: [
          ['currency', 'termsDays'],
          ['creditLimit', 'priceList'],
          ['taxTreatment', 'group'],
        ],
      },
    ],
  }),
  formScreen(Relation, { sections: [{ fields: [['from', 'kind', 'to'], 'role', ['validFrom', 'validTo']] }] }),
]
