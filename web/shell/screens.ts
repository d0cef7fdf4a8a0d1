// How screens register: one row here, one file under web/screens or web/studio that defines the element.
// The element is made when its address is visited (its code is fetched then) and is given `.route`
// ({ path, params, query }) and each parameter as a property of its name; a change of the query alone gives the same element a new `.route`, any other
// address makes a new element. It draws an `<sg-page heading=…>`, which also names the browser's tab.
// Unsaved work: `holdLeaving` of ./router.ts. Links are plain `<a href="/record/leads.lead/…">`.

export interface Screen {
  /** `/record/:entity/:id` */
  readonly path: string
  readonly tag: string
  readonly load: () => Promise<unknown>
  /** Begun while a link to it is pressed: by the time the finger is up, what the screen will ask for is on its way. */
  readonly ahead?: (params: { readonly [name: string]: string }) => Promise<unknown>
  /** Shown without the frame, before sign-in. */
  readonly bare?: boolean
}

export const screens: readonly Screen[] = [
  { path: '/', tag: 'sg-home-screen', load: () => import('../screens/home.ts') },
  { path: '/dashboard/:id', tag: 'sg-home-screen', load: () => import('../screens/home.ts') },
  { path: '/list/:entity', tag: 'sg-list-screen', load: () => import('../screens/list.ts') },
  { path: '/board/:entity', tag: 'sg-board-screen', load: () => import('../screens/board.ts') },
  { path: '/calendar/:entity', tag: 'sg-calendar-screen', load: () => import('../screens/calendar.ts') },
  { path: '/gantt/:entity', tag: 'sg-gantt-screen', load: () => import('../screens/gantt.ts') },
  { path: '/tree/:entity', tag: 'sg-tree-screen', load: () => import('../screens/tree.ts') },
  { path: '/chart/:entity', tag: 'sg-chart-screen', load: () => import('../screens/chart.ts') },
  { path: '/pivot/:entity', tag: 'sg-pivot-screen', load: () => import('../screens/pivot.ts') },
  {
    path: '/record/:entity/:id',
    tag: 'sg-record-screen',
    load: () => import('../screens/record.ts'),
    ahead: async params => (await import('../screens/record/work.ts')).openAhead(params),
  },
  { path: '/new/:entity', tag: 'sg-record-screen', load: () => import('../screens/record.ts') },
  { path: '/bin/:entity', tag: 'sg-bin-screen', load: () => import('../screens/bin.ts') },
  { path: '/duplicates/:entity', tag: 'sg-duplicates-screen', load: () => import('../screens/duplicates.ts') },
  { path: '/import/:entity', tag: 'sg-import-screen', load: () => import('../screens/import/import-screen.ts') },
  { path: '/system', tag: 'sg-system-screen', load: () => import('../studio/system.ts') },
  { path: '/users', tag: 'sg-users-screen', load: () => import('../studio/users.ts') },
  { path: '/inbox', tag: 'sg-inbox-screen', load: () => import('../screens/inbox/inbox-screen.ts') },
  { path: '/approvals', tag: 'sg-inbox-screen', load: () => import('../screens/inbox/inbox-screen.ts') },
  { path: '/automations', tag: 'sg-automations-screen', load: () => import('../studio/automations/automations-screen.ts') },
  { path: '/automations/:id', tag: 'sg-automation-screen', load: () => import('../studio/automations/automation-screen.ts') },
  { path: '/documents', tag: 'sg-documents-screen', load: () => import('../studio/documents/documents-screen.ts') },
  { path: '/documents/:id', tag: 'sg-document-screen', load: () => import('../studio/documents/document-screen.ts') },
  { path: '/roles', tag: 'sg-roles-screen', load: () => import('../studio/roles/roles-screen.ts') },
  { path: '/roles/:role', tag: 'sg-role-screen', load: () => import('../studio/roles/role-screen.ts') },
  { path: '/settings/:name', tag: 'sg-settings-screen', load: () => import('../studio/settings.ts') },
  { path: '/plugins', tag: 'sg-plugins-screen', load: () => import('../studio/plugins.ts') },
  { path: '/studio', tag: 'sg-entities-screen', load: () => import('../studio/entities/entities-screen.ts') },
  { path: '/studio/changes', tag: 'sg-changes-screen', load: () => import('../studio/changes/changes-screen.ts') },
  { path: '/studio/changes/:id', tag: 'sg-change-screen', load: () => import('../studio/changes/change-screen.ts') },
  { path: '/studio/words', tag: 'sg-words-screen', load: () => import('../studio/words/words-screen.ts') },
  { path: '/studio/:entity/layout', tag: 'sg-layout-screen', load: () => import('../studio/layout/layout-screen.ts') },
  { path: '/studio/:entity', tag: 'sg-entity-screen', load: () => import('../studio/entities/entity-screen.ts') },
  { path: '/webhooks', tag: 'sg-webhooks-screen', load: () => import('../studio/webhooks/webhooks-screen.ts') },
  { path: '/page/:page', tag: 'sg-plugin-page-screen', load: () => import('../screens/page.ts') },
  { path: '/reports', tag: 'sg-reports-screen', load: () => import('../screens/reports/reports-screen.ts') },
  { path: '/me', tag: 'sg-me-screen', load: () => import('../screens/me.ts') },
  { path: '/sign-in', tag: 'sg-sign-in-screen', load: () => import('../screens/sign-in.ts'), bare: true },
  { path: '/reset/:token', tag: 'sg-sign-in-screen', load: () => import('../screens/sign-in.ts'), bare: true },
  { path: '/invitation/:token', tag: 'sg-sign-in-screen', load: () => import('../screens/sign-in.ts'), bare: true },
  // For those who build: what is shipped has no such page.
  ...(import.meta.env.DEV ? [{ path: '/dev/gallery', tag: 'sg-gallery-screen', load: () => import('../gallery/gallery.ts'), bare: true }] : []),
  { path: '/first-run', tag: 'sg-first-run-screen', load: () => import('../screens/first-run.ts'), bare: true },
]
