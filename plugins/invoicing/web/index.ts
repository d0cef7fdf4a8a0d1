// The browser half of the plugin: the shell fetches it when a page of an invoice is first shown.
import './totals.ts'
