/** The style of the reference page: paper and ink, night indigo in the dark. */
export const referenceStyle = `
:root {
  --paper: #faf7f1;
  --raised: #f3eee4;
  --ink: #23201d;
  --quiet: #655d54;
  --line: #ddd5c7;
  --accent: #96382a;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Noto Sans Mono', Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15172a;
    --raised: #1d2036;
    --ink: #e9e6df;
    --quiet: #aaa7b6;
    --line: #32354f;
    --accent: #ef9c87;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 16px; text-size-adjust: 100%; }
body {
  margin: 0 auto;
  max-width: 1200px;
  padding: 0 20px 80px;
  background: var(--paper);
  color: var(--ink);
  font: 16px/1.5 var(--sans);
}
a { color: var(--accent); text-underline-offset: 3px; text-decoration-thickness: 1px; }
a:focus-visible, main:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: 20px; top: -60px; padding: 8px 12px; background: var(--paper); }
.skip:focus { top: 8px; }
code { font: 0.875em/1.4 var(--mono); overflow-wrap: anywhere; }
h1, h2, h3, p, pre, dl, dd, ul { margin: 0; padding: 0; }
ul { list-style: none; }
p { max-width: 68ch; overflow-wrap: anywhere; }
p + p, pre + p, p + pre { margin-top: 12px; }
pre { padding: 12px 16px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); white-space: pre-wrap; max-width: 68ch; }
header { padding: 40px 0 24px; }
h1 { font-size: 28px; line-height: 1.2; }
h1 span { font-weight: 400; color: var(--quiet); }
h1 + p { margin-top: 8px; color: var(--quiet); }
h2 { margin-bottom: 16px; padding-top: 24px; border-top: 1px solid var(--line); font-size: 22px; line-height: 1.3; }
h3 { font: 600 16px/1.4 var(--mono); overflow-wrap: anywhere; }
section { margin-top: 40px; }
main > section:first-child { margin-top: 0; }
article { padding: 20px 0 28px; }
article + article { border-top: 1px solid var(--line); }
h3 + p { margin-top: 4px; }
nav { font-size: 15px; }
nav > ul { display: flex; flex-wrap: wrap; column-gap: 20px; }
nav a { display: inline-block; padding: 10px 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav ul ul { display: none; }
nav > ul + ul { border-top: 1px solid var(--line); }
.columns { display: grid; gap: 24px; }
.columns > * { min-width: 0; }
.facts { margin: 12px 0 0; font-size: 15px; }
.facts > div { display: grid; grid-template-columns: 80px 1fr; gap: 12px; padding: 2px 0; }
.facts dt { color: var(--quiet); }
.facts b { color: var(--accent); }
.codes > div { display: grid; gap: 0 16px; padding: 8px 0; border-bottom: 1px solid var(--line); }
.codes dt { color: var(--quiet); }
.codes code { color: var(--ink); }
.fields-of { margin-top: 16px; font-size: 15px; }
table { width: 100%; margin-top: 16px; border-collapse: collapse; font-size: 15px; }
caption { padding-bottom: 6px; color: var(--quiet); text-align: left; }
th, td { padding: 0; }
th { font-weight: 400; text-align: left; }
thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
table, tbody, caption, tr, th, td { display: block; }
tr { padding: 10px 0; border-top: 1px solid var(--line); }
td { display: grid; grid-template-columns: 80px minmax(0, 1fr); gap: 12px; overflow-wrap: anywhere; }
td::before { content: attr(data-label); color: var(--quiet); }
td:empty { display: none; }
@media (min-width: 640px) {
  .codes > div { grid-template-columns: 260px 1fr; }
}
@media (min-width: 900px) {
  body { padding: 0 32px 120px; }
  .columns { grid-template-columns: 208px minmax(0, 1fr); gap: 48px; }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 0 8px 24px 0; font-size: 14px; }
  nav > ul { display: block; }
  nav > ul + ul { margin-top: 12px; padding-top: 12px; }
  nav a { padding: 3px 0; overflow-wrap: anywhere; }
  nav ul ul { display: block; padding: 0 0 8px 12px; }
  nav ul ul a { color: var(--quiet); }
  main > section:first-child h2 { padding-top: 0; border-top: 0; }
  table { display: table; table-layout: fixed; }
  caption { display: table-caption; }
  thead { display: table-header-group; position: static; clip-path: none; }
  tbody { display: table-row-group; }
  tr { display: table-row; }
  th, td { display: table-cell; padding: 8px 16px 8px 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
  thead th { border-top: 0; padding: 0 16px 6px 0; color: var(--quiet); font-size: 13px; }
  thead th:nth-child(1) { width: 25%; }
  thead th:nth-child(2) { width: 20%; }
  thead th:nth-child(3) { width: 10%; }
  thead th:nth-child(4) { width: 22%; }
  td:empty { display: table-cell; }
  td::before { content: none; }
}
`;
