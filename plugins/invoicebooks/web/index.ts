// The browser half of the plugin: the shell fetches it when a payment is first entered, or its report is first shown.
import './advance.ts'
import './withheld.ts'
