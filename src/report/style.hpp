#pragma once

// The style sheet of a page: calm, for screens from 320 pixels, for dark rooms and for paper.

namespace centricity::inline v0::report {

// Colors of series: Okabe & Ito (2008), told apart by color-blind readers, darkened for white and
// lightened for black.
inline constexpr const char* style_sheet = R"css(
:root{color-scheme:light dark;--paper:#fff;--wash:#f5f7f9;--ink:#1c2530;--soft:#566270;--rule:#dfe4ea;
--accent:#0b5c93;--note:#0b5c93;--warning:#9a5b00;--error:#b3261e;
--c0:#0072b2;--c1:#d55e00;--c2:#00875f;--c3:#a8518a;--c4:#b07d00;--c5:#3b99cf}
@media (prefers-color-scheme:dark){:root{--paper:#12171d;--wash:#1b222a;--ink:#e4e9ee;--soft:#9eabb8;
--rule:#313b46;--accent:#7cc0ee;--note:#7cc0ee;--warning:#eab04e;--error:#ff8f86;
--c0:#4aa8e0;--c1:#f08a4b;--c2:#3fc79a;--c3:#dd94c2;--c4:#e6b94a;--c5:#9bd3f5}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
overflow-wrap:break-word}
main{max-width:792px;margin:0 auto;padding:40px 36px 64px}
h1{font-size:2rem;line-height:1.2;margin:0 0 .5em;letter-spacing:-.015em;font-weight:650}
h2,h3,h4,h5,h6{line-height:1.3;margin:2em 0 .6em;font-weight:650;letter-spacing:-.005em}
h2{font-size:1.4rem;padding-top:1.4em;border-top:1px solid var(--rule)}
h3{font-size:1.12rem}h4,h5,h6{font-size:1rem}
p{margin:0 0 1em;max-width:68ch}
a{color:var(--accent)}
nav{margin:1.5em 0 2em;padding:14px 18px;background:var(--wash);border-radius:8px;font-size:.94rem}
nav ol{margin:0;padding-left:1.4em;columns:2;column-gap:2em}
nav ol ol{columns:1;padding-left:1.1em;list-style:none}nav li{break-inside:avoid;padding:.1em 0}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
.notice{margin:0 0 1em;max-width:none;padding:10px 14px;border-left:4px solid var(--note);background:var(--wash);
border-radius:0 6px 6px 0;font-size:.95rem}
.notice b{color:var(--note)}.notice.warning{border-color:var(--warning)}.notice.warning b{color:var(--warning)}
.notice.error{border-color:var(--error)}.notice.error b{color:var(--error)}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(168px,1fr));gap:12px;margin:0 0 1.5em}
.figures div{min-width:0;border:1px solid var(--rule);border-radius:8px;padding:12px 14px}
.figures dt{color:var(--soft);font-size:.86rem;line-height:1.35}
.figures dd{margin:0;font-size:.82rem;line-height:1.4;color:var(--soft)}
.figures .value{font-size:1.25rem;line-height:1.3;font-weight:600;color:var(--ink);
font-variant-numeric:tabular-nums;letter-spacing:-.01em;overflow-wrap:break-word}
.figures .value small{display:inline-block;max-width:100%;font-size:.9rem;font-weight:400;color:var(--soft);letter-spacing:0}
.figures .value.none{font-size:1rem;font-weight:500;color:var(--soft);padding:.35em 0}
.figures .help{margin-top:4px}
figure{margin:0 0 2em}
figcaption{margin:0 0 .6em}
figcaption b{display:block;font-weight:600;line-height:1.35}
figcaption span{display:block;color:var(--soft);font-size:.9rem;line-height:1.45;max-width:68ch}
figure svg{display:block;width:100%;height:auto}
svg.narrow{display:none}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;list-style:none;margin:0 0 .5em;padding:0;font-size:.86rem}
.legend li{display:flex;align-items:center;gap:7px}
.legend svg{flex:none;width:24px;height:12px}
svg text{font-size:12px;fill:var(--ink);font-variant-numeric:tabular-nums}
svg .tick,svg .axis{fill:var(--soft)}
svg .note{stroke:var(--paper);stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
svg .inside{fill:var(--paper)}svg .small{font-size:10.5px}svg .on-dark{fill:#fff}svg .on-light{fill:#000}
.grid{stroke:var(--rule);stroke-width:1;shape-rendering:crispEdges}
.base{stroke:var(--soft);stroke-width:1;shape-rendering:crispEdges}
.reference{stroke:var(--soft);stroke-width:1.25;stroke-dasharray:2 3}
.line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.dashed{stroke-dasharray:6 5}
.band{fill:currentColor;opacity:.16}
.bar,.dot{fill:currentColor}
.dots{stroke:currentColor;stroke-width:5;stroke-linecap:round;opacity:.55}
.whisker{fill:none;stroke:currentColor;stroke-width:1.5}.whisker.over{stroke:var(--ink);opacity:.75}
.absent{fill:var(--wash)}
.c0{color:var(--c0)}.c1{color:var(--c1)}.c2{color:var(--c2)}.c3{color:var(--c3)}.c4{color:var(--c4)}.c5{color:var(--c5)}
.scroll{overflow:auto;border:1px solid var(--rule);border-radius:8px}
.scroll.long{max-height:34rem}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}
th,td{padding:7px 12px;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--rule)}
tbody tr:last-child>*{border-bottom:0}
thead th{position:sticky;top:0;background:var(--wash);color:var(--soft);font-weight:600;vertical-align:bottom;line-height:1.3}
tbody th{font-weight:500;min-width:8.5rem}
td{min-width:9rem}td.n{min-width:4rem}th.n,td.n{text-align:right}td.n{white-space:nowrap}
td small{display:block;color:var(--soft);font-size:.92em}
td.none{color:var(--soft);font-style:italic}
details{margin:.5em 0 0;font-size:.86rem;color:var(--soft)}
summary{cursor:pointer;padding:4px 0}
details .scroll,details dl{color:var(--ink);margin-top:.4em}
dl.help dt{font-weight:600}dl.help dd{margin:0 0 .4em}
footer{margin-top:4em;padding-top:1em;border-top:1px solid var(--rule);color:var(--soft);font-size:.82rem}
@media (max-width:640px){main{padding:24px 16px 40px}h1{font-size:1.6rem}h2{font-size:1.25rem}
nav ol{columns:1}
svg.wide{display:none}svg.narrow{display:block}th,td{padding:6px 9px}tbody th{min-width:6.5rem}}
@media print{@page{margin:16mm}:root{color-scheme:light;--paper:#fff;--wash:#f3f5f7;--ink:#000;--soft:#444;
--rule:#ccc;--accent:#000;--note:#0b5c93;--warning:#8a5200;--error:#b3261e;
--c0:#0072b2;--c1:#d55e00;--c2:#00875f;--c3:#a8518a;--c4:#b07d00;--c5:#3b99cf}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10.5pt}main{max-width:none;padding:0}
svg.wide{display:block}svg.narrow,details{display:none}
h1,h2,h3,h4,h5,h6,figcaption{break-after:avoid}
.notice,.figures div,tr,.chart,h2+p{break-inside:avoid}
.scroll,.scroll.long{overflow:visible;max-height:none;border:0}
thead{display:table-header-group}thead th{position:static}
nav a{text-decoration:none}}
)css";

}  // namespace centricity::inline v0::report
