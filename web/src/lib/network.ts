// The network's drawing: nodes by how much they do, lines by what ties them. Apart from chart.ts, so that nobody else loads it.
import { GraphChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { common, type Drawn, type Ink, type Option } from './chart';

use([GraphChart, LabelLayout]);

export interface Tie {
  tie: 'joint' | 'on' | 'to';
  from: string; to: string; acts: number; for: number; against: number; matter_for: number; matter_against: number;
  first: string | null; last: string | null; side: string | null; ids: string[]; list: string;
}

export interface Told { node: (id: string) => string; tie: (tie: Tie) => string }

function colour(own: Ink, tie: Tie): string {
  if (tie.tie !== 'on' || tie.for === tie.against) return own.faint;
  return tie.for > tie.against ? own.for : own.against;
}

/** Where ECharts laid the nodes, which it tells its own parts only. */
interface Laid { getModel(): { getSeriesByIndex(at: number): { getData(): { count(): number; getItemLayout(at: number): [number, number] | undefined } } | undefined } }

/** What names need beside the outermost nodes, in pixels: half of a long one at the sides, a line below. */
const [BESIDE, BELOW] = [70, 40];

/** Moves and scales what was drawn until it fills its room: how far ties spread depends on how they hang together. */
export function fit(drawn: Drawn): void {
  const nodes = (drawn as unknown as Laid).getModel().getSeriesByIndex(0)?.getData();
  const at = Array.from({ length: nodes?.count() ?? 0 }, (_, n) => nodes?.getItemLayout(n)).filter((one) => one !== undefined);
  if (at.length < 2) return;
  const [left, right, top, bottom] = [0, 1].flatMap((side) => {
    const places = at.map((one) => one[side] ?? 0);
    return [Math.min(...places), Math.max(...places)];
  }) as [number, number, number, number];
  const [wide, high] = [drawn.getWidth() - 2 * BESIDE, drawn.getHeight() - 2 * BELOW];
  const zoom = Math.max(0.2, Math.min(1.2, wide / Math.max(1, right - left), high / Math.max(1, bottom - top)));
  drawn.setOption({ series: [{ zoom, center: [(left + right) / 2, (top + bottom) / 2] }] });
}

/** `room`: the drawing's width and height, in pixels; ties are as long as fills it. */
export function network(own: Ink, ties: Tie[], told: Told, room: [number, number]): Option {
  const acts = new Map<string, number>();
  for (const tie of ties) for (const id of [tie.from, tie.to]) acts.set(id, (acts.get(id) ?? 0) + tie.acts);
  const most = Math.max(1, ...acts.values());
  const widest = Math.max(1, ...ties.map((tie) => tie.acts));
  // The side of the square that each actor has for itself.
  const side = Math.sqrt((room[0] * room[1]) / Math.max(4, acts.size));
  const base = common(own);
  return {
    ...base,
    tooltip: {
      ...(base.tooltip as object),
      formatter: (part: { dataType: string; data: { id?: string; tie?: Tie } }) =>
        part.data.tie ? told.tie(part.data.tie) : `${told.node(part.data.id ?? '')}  ${acts.get(part.data.id ?? '') ?? ''}`,
    },
    series: [{
      type: 'graph', layout: 'force', roam: true, scaleLimit: { min: 0.2, max: 6 }, draggable: true, cursor: 'pointer',
      // The same ties lie the same way every time: from a circle, and still once they are shown.
      force: { initLayout: 'circular', repulsion: side * 5, edgeLength: [side * 0.5, side], gravity: 0.3, layoutAnimation: false },
      edgeSymbol: ['none', 'none'], edgeSymbolSize: 8,
      label: { show: true, position: 'bottom', distance: 3, color: own.ink, fontFamily: own.font, fontSize: room[0] < 500 ? 11 : 12, textBorderColor: own.sheet, textBorderWidth: 3 },
      labelLayout: { hideOverlap: true },
      emphasis: { focus: 'adjacency', lineStyle: { opacity: 1 } },
      data: [...acts].map(([id, number]) => ({
        id, name: told.node(id), symbolSize: (room[0] < 500 ? 8 : 10) + (room[0] < 500 ? 14 : 26) * Math.sqrt(number / most),
        itemStyle: { color: own.series[id.startsWith('org:') ? 3 : id.startsWith('person:') ? 1 : 0], borderColor: own.sheet, borderWidth: 1.5 },
      })),
      links: ties.map((tie) => ({
        source: tie.from, target: tie.to, tie, symbol: ['none', tie.tie === 'joint' ? 'none' : 'arrow'],
        lineStyle: {
          color: colour(own, tie), width: 1 + 4 * Math.sqrt(tie.acts / widest), opacity: 0.7,
          type: tie.tie === 'to' ? 'dashed' : 'solid', curveness: tie.tie === 'joint' ? 0 : tie.tie === 'on' ? 0.12 : 0.24,
        },
      })),
    }],
  };
}
