/**
 * Tests that ask nothing of the database that is given to a run: they hold sources or values, or start a server of their own. A run that is
 * given another one says nothing by them that a run without did not. A test follows their imports, and those of all others.
 */
export const withoutDatabase = [
  'tests/architecture/**',
  'web/**',
  'core/auth/passwords.test.ts',
  'core/cli/screens/**',
  'core/config.test.ts',
  'core/data/embedded.test.ts',
  'core/files/files.test.ts',
  'core/plans/custom/drafts.test.ts',
  'core/plans/expand.test.ts',
  'core/plans/plugins/roles.test.ts',
  'core/print/**',
  'core/records/export/cells.test.ts',
  'core/records/html.test.ts',
  'core/records/import/convert.test.ts',
  'core/records/import/profile.test.ts',
  'core/records/import/workbook.test.ts',
  'core/work/mail.test.ts',
  'core/work/outbound.test.ts',
  'plugins/invoicing/tax.test.ts',
  'plugins/leads/exact.test.ts',
  'plugins/ledger/web/voucher/voucher.test.ts',
  'tests/docs/reference.test.ts',
  'tests/engine/decimals.test.ts',
  'tests/engine/heard.test.ts',
  'tests/isolation/held-back.test.ts',
  'tests/security/table.test.ts',
  'tests/third-party/outside.test.ts',
  'tests/tools/stale.test.ts',
]
