import { Party } from '@sangam/plugin-parties/model'
import { formScreen, listScreen, pageScreen, placeElement, placeRelated } from '@sangam/sdk'
import { OwnCompany } from './model/organisation.ts'
import { AdvanceUse, AnnualReturn, Document, DocumentLine, Policy, Tax, TaxGroup, Terms, WithheldAdvance, WithheldBefore, WithholdingSection } from './model.ts'

const unpaid = { open: { isEmpty: false }, 'open.amount': { gt: '0' }, state: 'posted' } as const
const late = { kind: { in: ['invoice', 'debitNote', 'bill'] }, ...unpaid, due: { lt: '$today' } } as const
const sales = { kind: { in: ['invoice', 'creditNote', 'debitNote'] } } as const
const purchases = { kind: { in: ['bill', 'vendorCredit'] } } as const
const columns = ['number', 'kind', 'party', 'date', 'due', 'total', 'open', 'settlement', 'state'] as const
const colours = [{ where: late, colour: 'red', label: 'Overdue', column: 'due' }] as const

export const screens = [
  listScreen(Document, {
    menu: 'Invoicing',
    icon: 'note',
    position: 1,
    columns: [...columns],
    views: [
      { label: 'Invoices', where: sales, sort: ['-date', '-number'], columns: [...columns], colours: [...colours] },
      { label: 'Bills', where: purchases, sort: ['-date', '-number'], columns: ['number', 'supplierNumber', ...columns.slice(1)], colours: [...colours] },
      { label: 'Drafts', where: { state: 'draft' }, sort: ['-date'], waits: { verb: 'post' } },
      {
        label: 'They owe us',
        where: { ...sales, state: 'posted', settlement: { in: ['open', 'part'] } },
        sort: ['due'],
        columns: [...columns],
        colours: [...colours],
      },
      {
        label: 'We owe',
        where: { ...purchases, state: 'posted', settlement: { in: ['open', 'part'] } },
        sort: ['due'],
        columns: [...columns],
        colours: [...colours],
      },
      { label: 'Advances', where: { kind: { in: ['receipt', 'refund'] } }, sort: ['-date', '-number'], columns: [...columns] },
      {
        label: 'Tax withheld',
        where: { state: 'posted', withholding: { isEmpty: false } },
        sort: ['-date', '-number'],
        columns: ['date', 'number', 'party', 'payee', 'withholding', 'countsIn', 'counted', 'countedOn', 'withheldRate', 'withheld'],
      },
      {
        label: 'Overdue invoices',
        where: { ...late, kind: { in: ['invoice', 'debitNote'] } },
        sort: ['due'],
        columns: [...columns],
        waits: { measure: 'sum:open.amount', late: true },
      },
      { label: 'Sales by month', kind: 'chart', chart: 'bar', where: { ...sales, state: 'posted' }, group: ['date:month'], measure: 'sum:net.amount' },
      {
        label: 'Overdue bills',
        where: { ...late, kind: 'bill' },
        sort: ['due'],
        columns: [...columns],
        waits: { measure: 'sum:open.amount', late: true },
      },
      {
        label: 'Bills due within a week',
        where: { ...unpaid, kind: 'bill', due: { within: 'next_7_days' } },
        sort: ['due'],
        columns: [...columns],
        waits: { measure: 'sum:open.amount' },
      },
    ],
  }),
  formScreen(Document, {
    tabs: [
      { name: 'sides', label: 'Both sides' },
      { name: 'payment', label: 'Payment' },
      { name: 'books', label: 'In the books' },
    ],
    sections: [
      {
        fields: [
          ['kind', 'party'],
          ['date', 'terms', 'number'],
          ['supplierNumber', 'supplierDate', 'supplierTotal'],
          ['original', 'reason'],
        ],
      },
      { label: 'What is invoiced', fields: ['lines'] },
      {
        tab: 'sides',
        fields: [['billTo', 'shipTo'], ['placeOfSupply', 'partyRegistration', 'ownRegistration'], ['inclusive', 'place', 'language'], 'note'],
      },
      {
        tab: 'payment',
        fields: [
          ['settlement', 'due'],
          ['open', 'paid', 'advanced'],
          ['withholding', 'withhold'],
          ['withheld', 'withheldRate', 'countedOn'],
          'instalments',
          ['cancelReason', 'sentAt'],
          'payBank',
        ],
      },
      {
        tab: 'books',
        fields: [['state', 'supply'], ['postingDate', 'taxDate'], ['inputUntil', 'inputLost'], ['currency', 'exchangeRate', 'company'], 'taxes'],
      },
    ],
    hidden: [
      'inBooks',
      'inputRight',
      'payUpi',
      'placeName',
      'partyScheme',
      'ownScheme',
      'net',
      'tax',
      'roundOff',
      'total',
      'invoiceNumber',
      'creditNumber',
      'debitNumber',
      'billNumber',
      'receiptNumber',
      'refundNumber',
      'vendorNumber',
      'supplierKey',
      'supplierYear',
      'withheldBy',
      'payee',
      'countsIn',
      'counted',
    ],
    related: [
      { entity: 'invoicing.document', by: 'original', label: 'Notes to it', columns: ['number', 'kind', 'date', 'total', 'state'] },
      { entity: 'invoicing.advanceUse', by: 'document', label: 'Advances taken', columns: ['on', 'advance', 'amount', 'net', 'backOn'] },
      { entity: 'invoicing.advanceUse', by: 'advance', label: 'Taken by invoices', columns: ['on', 'document', 'amount', 'net', 'backOn'] },
    ],
  }),
  // What stands on a line is typed; whether its tax follows is known by how it came there.
  formScreen(DocumentLine, { sections: [], hidden: ['taxFollows'] }),
  listScreen(AdvanceUse, { columns: ['on', 'advance', 'document', 'amount', 'net', 'backOn'] }),
  placeElement(Document, 'invoicing-totals'),
  placeRelated(Party, { entity: 'invoicing.document', by: 'party', columns: ['number', 'kind', 'date', 'due', 'total', 'open', 'settlement'] }),
  listScreen(Tax, { menu: 'Set-up', icon: 'list', position: 66, columns: ['code', 'name', 'kind', 'reverse', 'active'] }),
  listScreen(TaxGroup, { menu: 'Set-up', icon: 'group', position: 67, columns: ['name', 'category', 'active'] }),
  listScreen(WithholdingSection, { menu: 'Set-up', icon: 'money', position: 70, columns: ['name', 'code', 'on', 'active'] }),
  formScreen(WithholdingSection, { sections: [{ fields: [['code', 'name'], ['on', 'active'], 'law'] }, { label: 'Rates and thresholds', fields: ['rates'] }] }),
  listScreen(AnnualReturn, { menu: 'Set-up', icon: 'calendar', position: 72, columns: ['yearEnd', 'filedOn', 'registration', 'company'] }),
  listScreen(WithheldBefore, {
    menu: 'Set-up',
    icon: 'list',
    position: 71,
    columns: ['date', 'party', 'payee', 'section', 'side', 'amount', 'withheldOn', 'note', 'company'],
  }),
  listScreen(WithheldAdvance, {
    menu: 'Invoicing',
    icon: 'percent',
    position: 6,
    columns: ['date', 'party', 'payee', 'section', 'countsIn', 'counted', 'countedOn', 'rate', 'withheld', 'backOn'],
  }),
  listScreen(Terms, { menu: 'Set-up', icon: 'calendar', position: 68, columns: ['name', 'discount', 'active'] }),
  formScreen(Policy, {
    sections: [
      { fields: [['company', 'from'], ['rounding', 'toWhole'], ['terms', 'tax'], 'language'] },
      { label: 'How customers pay', fields: ['upi', 'bank'] },
    ],
    hidden: ['setUpAt', 'begun'],
  }),
  pageScreen('invoicing.setUp', OwnCompany, {
    label: 'Set up invoicing',
    element: 'invoicing-set-up',
    menu: 'Invoicing',
    icon: 'flag',
    position: 0,
    verb: 'update',
    setsUp: { records: Document.name, until: { entity: Policy.name, where: { company: '$company', begun: true } } },
  }),
  listScreen(Policy, { menu: 'Set-up', icon: 'money', position: 69, columns: ['company', 'rounding', 'toWhole', 'terms'] }),
]
