/** How a public page looks: one column on a telephone, a sheet of paper on a desk, by the light its reader chose. */
export const style = `
:root{color-scheme:light dark;--ground:#f3f4f6;--sheet:#fff;--text:#1c2430;--quiet:#565f6d;--rule:#d9dde3;--tint:#eef3fb;--link:#1d4f91;--warn:#fdf1dc;--warn-text:#6b4200}
@media (prefers-color-scheme:dark){:root{--ground:#11151b;--sheet:#1a2029;--text:#e8ecf2;--quiet:#a9b3c1;--rule:#343d4a;--tint:#222c3a;--link:#9cc3ff;--warn:#3a2c12;--warn-text:#ffd894}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Devanagari","Nirmala UI",sans-serif;overflow-wrap:anywhere}
main,.bar{max-inline-size:52rem;margin-inline:auto}
.bar{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between;padding:1rem 1.25rem}
.bar p{margin:0;color:var(--quiet)}
main{background:var(--sheet);border:1px solid var(--rule);border-radius:.75rem;padding:1.5rem}
header{display:flex;gap:1rem;align-items:flex-start;border-block-end:1px solid var(--rule);padding-block-end:1rem}
header img{max-inline-size:9rem;max-block-size:4rem}
header p,.beside p{margin:0}
header small{display:block;color:var(--quiet)}
h1{font-size:1.5rem;line-height:1.25;margin-block:1.25rem .75rem}
h2{font-size:1rem;margin-block:1.5rem .5rem}
.notice{background:var(--warn);color:var(--warn-text);border-radius:.5rem;padding:.6rem .9rem;margin-block:.75rem;font-weight:600}
dl{margin:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem 1.5rem}
dl.facts{background:var(--tint);border-radius:.5rem;padding:1rem}
dt{color:var(--quiet);font-size:.875rem}
dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
.facts div:first-child dd{font-size:1.375rem}
dl.sums{display:block;max-inline-size:18rem;margin-inline-start:auto}
.sums div{display:flex;justify-content:space-between;gap:1rem;padding-block:.15rem}
.sums div:last-child:not(:first-child){border-block-start:1px solid var(--rule);margin-block-start:.35rem;padding-block-start:.35rem}
.sums div:last-child dt,.sums div:last-child dd{color:inherit;font-size:1.125rem;font-weight:700}
.acts{display:flex;flex-wrap:wrap;gap:.75rem;margin-block:1rem}
.button,.bar a{display:inline-flex;align-items:center;min-block-size:2.75rem;color:var(--link);text-decoration:none;font-weight:600}
.button{padding:.5rem 1.1rem;border:1px solid currentColor;border-radius:.5rem}
.button:hover,.bar a:hover{text-decoration:underline}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.pay{display:flex;flex-wrap:wrap;gap:1.25rem;align-items:center;margin-block:1rem;padding-block:1rem;border-block:1px solid var(--rule)}
.pay svg{inline-size:10rem;block-size:10rem;background:#fff;border-radius:.5rem;flex:none}
.pay p{margin:0 0 .5rem}
.beside{display:grid;grid-template-columns:3fr 2fr;gap:1rem;margin-block:1rem}
.strong{font-size:1.125rem;font-weight:700}
.quiet{color:var(--quiet);font-size:.875rem}
table{inline-size:100%;border-collapse:collapse;margin-block:1rem;font-size:.9375rem}
th,td{padding:.5rem .4rem;text-align:start;vertical-align:top;border-block-end:1px solid var(--rule)}
th{color:var(--quiet);font-weight:600;font-size:.875rem}
.figure{text-align:end;font-variant-numeric:tabular-nums}
hr{border:0;border-block-start:1px solid var(--rule)}
@media (min-width:45rem){.phone{display:none}body{padding-block-end:2rem}}
@media (max-width:44.99rem){
main{border-inline:0;border-radius:0;padding:1.25rem}
.beside{grid-template-columns:1fr}
thead{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
table,caption,tbody,tr,td{display:block}
caption{text-align:start}
tr{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding-block:.6rem;border-block-end:1px solid var(--rule)}
td{border:0;padding:.1rem 0;display:grid;grid-template-columns:subgrid;grid-column:1/-1;text-align:end}
td:first-child{font-weight:600;text-align:start}
td:empty{display:none}
td:not(:first-child)::before{content:attr(data-label);color:var(--quiet);text-align:start}
td:first-child{grid-template-columns:1fr}
}
@media print{body{background:#fff}.bar,.acts,.phone{display:none}main{border:0}}
`
