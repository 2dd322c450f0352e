// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace loyalty_run {

/// The style of the page of a report: light and dark as the reader's system asks, one column on a phone, black on white in print.
/// The colours of series are those of Okabe and Ito, which the colour-blind can tell apart.
inline constexpr std::string_view report_style = R"css(
:root{--ground:#fff;--raised:#f6f7f9;--ink:#1b2330;--quiet:#5b6675;--rule:#d9dee5;--s0:#0072b2;--s1:#e69f00;--s2:#009e73;
--s3:#cc79a7;--s4:#56b4e9;--s5:#d55e00;--s6:#8a8f98;--s7:#6a51a3;--s8:#111}
@media (prefers-color-scheme:dark){:root{--ground:#12161c;--raised:#1b212a;--ink:#e8ecf2;--quiet:#a3adba;--rule:#343c48;
--s0:#56a9e0;--s1:#f0b43c;--s2:#2fbf94;--s3:#de9bc0;--s4:#8fd0f5;--s5:#f08a4b;--s6:#9aa2ad;--s7:#a793dc;--s8:#eee}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0 .25rem}
h1::first-letter{text-transform:uppercase}
h1,header p{overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:0 0 .75rem}
h2::first-letter{text-transform:uppercase}
header p{margin:.15rem 0}
section{margin-top:2.5rem}
.quiet{color:var(--quiet);font-size:.875rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(12.5rem,1fr));gap:.75rem;margin:0}
.tiles div{background:var(--raised);border:1px solid var(--rule);border-radius:.5rem;padding:.7rem .9rem}
.tiles dt{color:var(--quiet);font-size:.875rem}
.tiles dt::first-letter{text-transform:uppercase}
.tiles dd{margin:0;font-size:1.25rem;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
.tiles dd.quiet{font-size:.8rem;font-weight:400}
figure{margin:0 0 1rem}
.plot{display:block;width:100%;height:auto}
.plot text{fill:var(--quiet);font-size:10px}
.plot .tick,.plot .value{text-anchor:end}
.plot .label{text-anchor:middle}.plot .label.last{text-anchor:end}
.plot .name,.plot .value{fill:var(--ink);font-size:10.5px}
.grid{stroke:var(--rule)}
.axis{stroke:var(--quiet)}
.line{fill:none;stroke-width:2.5;stroke-linejoin:round}
.bar.s0,.mark.s0,.key.s0{fill:var(--s0);background:var(--s0)}.line.s0{stroke:var(--s0)}
.bar.s1,.mark.s1,.key.s1{fill:var(--s1);background:var(--s1)}.line.s1{stroke:var(--s1)}
.bar.s2,.mark.s2,.key.s2{fill:var(--s2);background:var(--s2)}.line.s2{stroke:var(--s2)}
.bar.s3,.mark.s3,.key.s3{fill:var(--s3);background:var(--s3)}
.bar.s4,.key.s4{fill:var(--s4);background:var(--s4)}
.bar.s5,.key.s5{fill:var(--s5);background:var(--s5)}
.bar.s6,.key.s6{fill:var(--s6);background:var(--s6)}
.bar.s7,.key.s7{fill:var(--s7);background:var(--s7)}
.bar.s8,.key.s8{fill:var(--s8);background:var(--s8)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:0 0 .4rem;padding:0;font-size:.875rem}
.key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.4em}
.scroll{overflow-x:auto;border:1px solid var(--rule);border-radius:.5rem}
.scroll:focus-visible{outline:3px solid var(--s0);outline-offset:2px}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.5rem .75rem;color:var(--quiet)}
caption::first-letter{text-transform:uppercase}
th,td{padding:.3rem .75rem;text-align:right;white-space:nowrap;border-top:1px solid var(--rule)}
th:first-child{text-align:left}
tbody th{font-weight:400}
thead th{font-weight:600;background:var(--raised)}
.map th,.map td{padding:.3rem .45rem}
.map td{min-width:2.4rem}
.heat{background:color-mix(in srgb,var(--s0) var(--share),var(--ground))}
.heat.high{color:#fff}
@media (prefers-color-scheme:dark){.heat.mid{color:#081018}}
pre{margin:0;padding:.75rem;font-size:.8125rem}
@media (max-width:34rem){main{padding:1rem .75rem 3rem}.tiles{grid-template-columns:1fr 1fr;gap:.5rem}.tiles div{padding:.5rem .6rem}
.tiles dd{font-size:1.05rem}.plot text,.plot .name,.plot .value{font-size:20px}.plot .second{display:none}
.plot .label{transform:translateY(5px)}
th:first-child{position:sticky;left:0}tbody th{background:var(--ground);white-space:normal;min-width:6.5rem}
.map tbody th{white-space:nowrap;min-width:0}}
@media print{@page{margin:14mm}:root{--ground:#fff;--raised:#fff;--ink:#000;--quiet:#333;--rule:#bbb;--s0:#0072b2;--s1:#e69f00;
--s2:#009e73;--s3:#cc79a7;--s4:#56b4e9;--s5:#d55e00}body{font-size:10pt}main{max-width:none;padding:0}section{margin-top:1.2rem}
.scroll{overflow:visible;border:0}table{font-size:7.5pt}th,td{padding:.12rem .3rem}.map th,.map td{padding:.12rem .15rem;min-width:0}
svg,.tiles div,tr{break-inside:avoid}h2,.legend,section>p{break-after:avoid}thead{display:table-header-group}
.bar,.mark,.key,.heat{print-color-adjust:exact;-webkit-print-color-adjust:exact}.plot.upright{max-height:6cm}.map{break-inside:avoid}.heat.mid{color:#000}.heat.high{color:#fff}
pre{white-space:pre-wrap}}
)css";

} // namespace loyalty_run
