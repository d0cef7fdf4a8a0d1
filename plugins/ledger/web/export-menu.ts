import { type AskedQuery, can, company, download, html, type MenuItem, nothing, t } from '@sangam/sdk/web'

/** A report as a file: for a spreadsheet, or on paper under the company's letterhead. */
export function exportMenu(path: `/${string}`, name: string, query: AskedQuery, more: readonly MenuItem[] = []): unknown {
  if (!can('ledger.balance:export')) return nothing
  const give = (format: 'csv' | 'xlsx' | 'pdf') => () => download('ledger', path, { ...query, format }, `${name}.${format}`)
  const items = [
    { label: t('Export to Excel'), icon: 'download' as const, run: give('xlsx') },
    { label: t('Export as CSV'), icon: 'download' as const, run: give('csv') },
    { label: t('Download as PDF'), icon: 'download' as const, run: give('pdf') },
    ...more,
  ]
  return html`<sangam-menu slot="actions" end label=${t('Export')} .items=${items}><sangam-button slot="opener" icon="download">${t('Export')}</sangam-button></sangam-menu>`
}

/** The books of some days whole: all accounts with their lines, and as programs that read plain text have them. */
export function wholeBooks(query: { readonly from: string | null; readonly to: string }): readonly MenuItem[] {
  if (!can('ledger.entry:export')) return []
  const give = (format: 'hledger' | 'beancount', ending: string) => () =>
    download('ledger', '/plain-text', { ...query, format }, `${company()?.name ?? t('Books')} ${query.to}.${ending}`)
  return [
    'line',
    {
      label: t('General ledger to Excel'),
      icon: 'download',
      run: () => download('ledger', '/ledger/sheet', { ...query, format: 'xlsx' }, `${t('General ledger')} ${query.to}.xlsx`),
    },
    {
      label: t('As a journal to import again'),
      icon: 'download',
      run: () => download('ledger', '/journal/sheet', { ...query, format: 'csv' }, `${t('Journal')} ${query.to}.csv`),
    },
    { label: t('As a journal for hledger'), icon: 'download', run: give('hledger', 'journal') },
    { label: t('As a journal for Beancount'), icon: 'download', run: give('beancount', 'beancount') },
  ]
}
