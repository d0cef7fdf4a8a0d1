// Imported by whatever uses a Vaadin part, so that its style sheet comes with the first form and not with the first page.
import './vaadin.css'
