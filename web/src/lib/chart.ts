// Drawing, by ECharts as SVG, which stays sharp on paper. Loaded when a view first draws; what only the network needs is in
// network.ts. Colours come from page.css, so that both themes and paper have their own.
import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

export type Option = EChartsCoreOption;
export type Drawn = EChartsType;

/** The page's colours and font as they are now. */
export interface Ink { ink: string; faint: string; line: string; sheet: string; for: string; against: string; series: string[]; font: string }

export function ink(): Ink {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const series = Array.from({ length: 9 }, (_, n) => of(`s${n + 1}`));
  return { ink: of('ink'), faint: of('faint'), line: of('line'), sheet: of('sheet'), for: of('for'), against: of('against'), series, font: style.fontFamily };
}

export function place(element: HTMLElement): Drawn {
  return init(element, null, { renderer: 'svg' });
}

/** What every drawing shares: font, no movement where none is wanted, a tooltip that is drawn and not written as HTML (whose style attributes the server's policy refuses). */
export function common(own: Ink): Option {
  return {
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 250,
    textStyle: { fontFamily: own.font, color: own.ink },
    tooltip: {
      renderMode: 'richText', confine: true, backgroundColor: own.sheet, borderColor: own.line, padding: 8,
      textStyle: { fontFamily: own.font, color: own.ink, fontSize: 13 },
    },
  };
}

export interface Series { name: string; label: string; colour: number; values: number[] }

/** Bars by period, one kind on another. `narrow` leaves out lines and most labels. */
export function bars(own: Ink, periods: string[], all: Series[], narrow: boolean): Option {
  const base = common(own);
  return {
    ...base,
    tooltip: {
      ...(base.tooltip as object),
      trigger: 'axis', axisPointer: { type: 'shadow' },
      // Only what was said; the longest first would hide the order of the bars.
      formatter: (parts: { seriesName: string; value: number; axisValue: string }[]) =>
        [parts[0]?.axisValue ?? '', ...parts.filter((part) => part.value).map((part) => `${part.seriesName}  ${part.value}`).reverse()].join('\n'),
    },
    grid: { left: 4, right: 8, top: 8, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category', data: periods, axisTick: { show: false }, axisLine: { lineStyle: { color: own.line } },
      axisLabel: { color: own.faint, fontFamily: own.font, hideOverlap: true },
    },
    yAxis: {
      type: 'value', minInterval: 1, splitNumber: narrow ? 2 : 4,
      axisLabel: { color: own.faint, fontFamily: own.font }, splitLine: { lineStyle: { color: own.line } },
    },
    series: all.map((one) => ({
      type: 'bar', stack: 'all', name: one.label, id: one.name, data: one.values.map((value) => value || null), barMaxWidth: 48, cursor: 'pointer',
      itemStyle: { color: own.series[one.colour], borderColor: own.sheet, borderWidth: 0.5 },
      emphasis: { focus: 'none' },
    })),
  };
}
