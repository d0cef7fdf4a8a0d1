// The browser half of the plugin: the shell fetches it when a page of an invoice is first shown.
import './set-up/books-step.ts'
import './set-up/first-step.ts'
import './set-up/set-up.ts'
import './totals.ts'
