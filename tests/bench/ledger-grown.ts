import { sql } from 'drizzle-orm'
import type { Product } from './product.ts'

/** Books that grow behind the pipeline, by statements whose triggers seal and sum up as for everyone: sales on credit, a part of them taxed, and what customers paid. */
export interface Grown {
  readonly accounts: ReadonlyMap<string, string>
  /** Posts until there are so many lines, of so many customers on all days of a year. */
  to(lines: number): Promise<void>
}

export async function startGrowing(product: Product): Promise<Grown> {
  const { items } = await product.ask<{ items: { id: string; name: string }[] }>('GET', '/api/records/ledger.account?limit=500&fields=name')
  const accounts = new Map(items.map(({ id, name }) => [name, id]))
  const idOf = (name: string): string => accounts.get(name) ?? ''
  const journal = (await product.ask<{ items: { id: string }[] }>('GET', '/api/records/ledger.journal?limit=1&fields=code')).items[0]?.id ?? ''
  const [receivables, sales, bank, cgst, sgst] = ['Trade receivables', 'Sales', 'Bank', 'Output CGST', 'Output SGST'].map(idOf)
  await product.admin.run(sql`
    insert into main.parties_party (id, created_at, updated_at, name, kind) select gen_random_uuid(), now(), now(), 'Customer ' || g, 'organisation' from generate_series(1, 3000) g`)
  return {
    accounts,
    async to(lines) {
      const [row] = await product.admin.run<{ count: string }>(sql`select count(*)::text as count from main.ledger_line`)
      for (let left = lines - Number(row?.count ?? 0); left > 0; left -= 22_000)
        await product.admin.run(sql`
          with p as (select id, row_number() over (order by id) as n from main.parties_party),
          e as (insert into main.ledger_entry (id, created_at, updated_at, date, narration, journal, state, kind, total, concerns, company, number)
            select gen_random_uuid(), now(), now(), date '2027-01-01' + (random() * 364)::int, 'Sold', ${journal}::uuid, 'posted', 'normal', 11.8, '{general}',
              (select id from main.core_company limit 1), 'X/' || gen_random_uuid()
            from generate_series(1, least(10000, ${Math.ceil(left / 2.2)}::int)) g returning id),
          n as materialized (select e.id, row_number() over (order by e.id) as n, 1 + floor(random() * 3000)::int as whose from e),
          w as (select n.id, p.id as party, n.n % 10 as what from n join p on p.n = n.whose)
          insert into main.ledger_line (id, created_at, updated_at, entry, account, party, debit, credit, base, position, tax_component, tax_base, tax_rate)
            select gen_random_uuid(), now(), now(), w.id, a.account, case when a.account = ${receivables}::uuid then w.party end, a.debit, a.credit, coalesce(a.debit, 0) - coalesce(a.credit, 0), a.position,
              a.component, case when a.component is not null then -10 end, case when a.component is not null then 9 end
            from w join (values
              ('sold', ${receivables}::uuid, 10.0, null::numeric, 0, null), ('sold', ${sales}::uuid, null, 10.0, 1, null),
              ('paid', ${bank}::uuid, 10.0, null, 0, null), ('paid', ${receivables}::uuid, null, 10.0, 1, null),
              ('taxed', ${receivables}::uuid, 11.8, null, 0, null), ('taxed', ${sales}::uuid, null, 10.0, 1, null), ('taxed', ${cgst}::uuid, null, 0.9, 2, 'CGST'), ('taxed', ${sgst}::uuid, null, 0.9, 3, 'SGST')
            ) a(what, account, debit, credit, position, component) on a.what = case when w.what = 0 then 'taxed' when w.what < 5 then 'paid' else 'sold' end`)
      await product.admin.run(sql`analyze`)
    },
  }
}
