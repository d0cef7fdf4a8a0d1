import { type AskedQuery, can, download, html, nothing, t } from '@sangam/sdk/web'

/** A report as a file: for a spreadsheet, or on paper under the company's letterhead. */
export function exportMenu(path: `/${string}`, name: string, query: AskedQuery): unknown {
  if (!can('ledger.balance:export')) return nothing
  const give = (format: 'csv' | 'xlsx' | 'pdf') => () => download('ledger', path, { ...query, format }, `${name}.${format}`)
  const items = [
    { label: t('Export to Excel'), icon: 'download' as const, run: give('xlsx') },
    { label: t('Export as CSV'), icon: 'download' as const, run: give('csv') },
    { label: t('Download as PDF'), icon: 'download' as const, run: give('pdf') },
  ]
  return html`<sangam-menu slot="actions" end label=${t('Export')} .items=${items}><sangam-button slot="opener" icon="download">${t('Export')}</sangam-button></sangam-menu>`
}
