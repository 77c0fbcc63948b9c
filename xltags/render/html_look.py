"""How the HTML page of check results looks on a screen, a phone and paper; a browser may load nothing for it.

Severities have the colours of the notes that `xltags mark` writes, under dark ink, and their word beside them.
"""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
LOOK = """
:root { color-scheme: light; font-family: system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", Arial, sans-serif; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; color: #1f2937; background: #fff; line-height: 1.5; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; overflow-wrap: anywhere; }
h3 { display: inline; font-size: 1rem; font-weight: normal; }
a { color: #1f4e79; }
.error, .warning, .note { padding: 0.1rem 0.4rem; border-radius: 0.2rem; white-space: nowrap; }
.error { background: #f8cbad; } .warning { background: #ffe699; } .note { background: #ddebf7; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid #d9d9d9; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
thead th { background: #1f4e79; color: #fff; }
tbody th { font-weight: normal; }
.books td { text-align: right; }
.books td.error { border-radius: 0; text-align: left; }
.findings { min-width: 34rem; table-layout: fixed; width: 100%; }
.findings thead th:nth-child(1) { width: 22%; } .findings thead th:nth-child(3) { width: 42%; }
.findings tbody th, .findings td { overflow-wrap: break-word; white-space: pre-wrap; }
details { border-left: 0.25rem solid #d9d9d9; margin: 0.75rem 0; padding-left: 0.75rem; }
summary { cursor: pointer; }
.page { margin: 0.4rem 0; max-width: 50rem; }
footer { border-top: 1px solid #d9d9d9; margin-top: 2rem; }
@media (max-width: 40rem) { body { padding: 0.5rem; } th, td { padding: 0.2rem 0.3rem; font-size: 0.875rem; } }
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  details::details-content { content-visibility: visible; }
  .wide { overflow-x: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  .error, .warning, .note, thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
