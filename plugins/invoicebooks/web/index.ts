// The browser half of the plugin: the shell fetches it when a payment is first entered.
import './advance.ts'
