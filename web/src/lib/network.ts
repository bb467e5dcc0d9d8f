// The network's drawing: nodes by how much they do, lines by what ties them. Apart from chart.ts, so that nobody else loads it.
import { GraphChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { common, type Ink, type Option } from './chart';

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

/** What names need beside the outermost nodes, in pixels: half of a long one at the sides, a line below. */
const [BESIDE, BELOW] = [70, 40];

/** Steps until what is tied lies together: more move nothing that is seen. */
const STEPS = 250;

/**
 * Where each actor lies, in a room of `wide` by `high`: what is tied draws together, all else pushes apart. From a circle in the
 * order given and without chance, so that the same ties lie the same way every time.
 */
export function laid(ids: string[], ties: Tie[], wide: number, high: number): Map<string, [number, number]> {
  const at = new Map(ids.map((id, n) => [id, n]));
  const turn = (2 * Math.PI) / Math.max(1, ids.length);
  const x = Float64Array.from(ids, (_, n) => wide / 2 + (wide / 2.2) * Math.cos(n * turn));
  const y = Float64Array.from(ids, (_, n) => high / 2 + (high / 2.2) * Math.sin(n * turn));
  const own = Math.sqrt((wide * high) / Math.max(1, ids.length));
  // Two that are tied several ways are drawn together once.
  const pairs = new Set(ties.map((tie) => [at.get(tie.from) ?? 0, at.get(tie.to) ?? 0].sort((a, b) => a - b).join(' ')));
  const lines = [...pairs].map((pair) => pair.split(' ').map(Number) as [number, number]);
  const degree = new Float64Array(ids.length);
  for (const [a, b] of lines) for (const n of [a, b]) degree[n] = (degree[n] ?? 0) + 1;
  for (let step = 0; step < STEPS; step++) {
    const [dx, dy] = [new Float64Array(ids.length), new Float64Array(ids.length)];
    const move = (a: number, b: number, by: (far: number) => number) => {
      // Two in one place part by their numbers.
      const [ox, oy] = [(x[a] ?? 0) - (x[b] ?? 0) || (a - b) / 100, (y[a] ?? 0) - (y[b] ?? 0) || 0.01];
      const far = Math.hypot(ox, oy);
      const force = by(far) / far;
      dx[a] = (dx[a] ?? 0) + ox * force;
      dy[a] = (dy[a] ?? 0) + oy * force;
      dx[b] = (dx[b] ?? 0) - ox * force;
      dy[b] = (dy[b] ?? 0) - oy * force;
    };
    // What is far apart leaves each other alone: groups without a tie between them would fly to the ends.
    for (let a = 0; a < ids.length; a++) for (let b = a + 1; b < ids.length; b++) move(a, b, (far) => (far < 3 * own ? (own * own) / far : 0));
    // Where each is tied to all, many lines must not draw them into one spot.
    for (const [a, b] of lines) if (a !== b) move(a, b, (far) => (-far * far) / own / Math.max(1, Math.min(degree[a] ?? 1, degree[b] ?? 1) / 3));
    const most = own * (1 - step / STEPS);
    for (let n = 0; n < ids.length; n++) {
      // All are drawn to the middle a little: what is tied to nothing else must not fly off.
      const mx = (dx[n] ?? 0) + (wide / 2 - (x[n] ?? 0)) * 0.6;
      const my = (dy[n] ?? 0) + (high / 2 - (y[n] ?? 0)) * 0.6;
      const far = Math.hypot(mx, my) || 1;
      x[n] = (x[n] ?? 0) + (mx / far) * Math.min(far, most);
      y[n] = (y[n] ?? 0) + (my / far) * Math.min(far, most);
    }
  }
  // Stretched until they fill the room, either way by itself.
  const filling = (all: Float64Array, room: number) => {
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return all.map((one) => (most > least ? ((one - least) / (most - least)) * room : room / 2));
  };
  const [fx, fy] = [filling(x, wide), filling(y, high)];
  return new Map(ids.map((id, n) => [id, [fx[n] ?? 0, fy[n] ?? 0]]));
}

/** `room`: the drawing's width and height, in pixels, which it fills. */
export function network(own: Ink, ties: Tie[], told: Told, room: [number, number]): Option {
  const acts = new Map<string, number>();
  for (const tie of ties) for (const id of [tie.from, tie.to]) acts.set(id, (acts.get(id) ?? 0) + tie.acts);
  const most = Math.max(1, ...acts.values());
  const widest = Math.max(1, ...ties.map((tie) => tie.acts));
  const [wide, high] = [Math.max(50, room[0] - 2 * BESIDE), Math.max(50, room[1] - 2 * BELOW)];
  const place = laid([...acts.keys()], ties, wide, high);
  const base = common(own);
  return {
    ...base,
    // Names and places at once: a picture half grown, as one that is printed or drawn anew may be left, shows neither.
    animation: false,
    tooltip: {
      ...(base.tooltip as object),
      formatter: (part: { dataType: string; data: { id?: string; tie?: Tie } }) =>
        part.data.tie ? told.tie(part.data.tie) : `${told.node(part.data.id ?? '')}  ${acts.get(part.data.id ?? '') ?? ''}`,
    },
    series: [{
      type: 'graph', layout: 'none', left: BESIDE, right: BESIDE, top: BELOW, bottom: BELOW,
      roam: true, scaleLimit: { min: 0.2, max: 6 }, draggable: true, cursor: 'pointer',
      edgeSymbol: ['none', 'none'], edgeSymbolSize: 8,
      label: { show: true, position: 'bottom', distance: 3, color: own.ink, fontFamily: own.font, fontSize: room[0] < 500 ? 11 : 12, textBorderColor: own.sheet, textBorderWidth: 3 },
      labelLayout: { hideOverlap: true },
      emphasis: { focus: 'adjacency', lineStyle: { opacity: 1 } },
      data: [...acts].map(([id, number]) => ({
        id, name: told.node(id), x: place.get(id)?.[0], y: place.get(id)?.[1], symbolSize: (room[0] < 500 ? 8 : 10) + (room[0] < 500 ? 14 : 26) * Math.sqrt(number / most),
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
