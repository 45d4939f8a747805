/** Lines over the day, drawn by uPlot in the colours of the theme; under it the values where one points. */

import "uplot/dist/uPlot.min.css";
import "./curve.css";
import { useEffect, useRef } from "preact/hooks";
import UPlot from "uplot";
import { timeOfDay } from "../format.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/page.ts";
import { colour, theme } from "../theme.ts";

export interface Line {
  label: string;
  /** the variable of its colour */
  colour: string;
  values: (number | null)[];
  filled?: boolean;
  dashed?: boolean;
}

interface Props {
  label: string;
  at: number[];
  lines: Line[];
  shown: (value: number) => string;
  most?: number;
}

export function Curve({ label, at, lines, shown, most }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const look = `${theme.value} ${language.value} ${lines.length}`;

  useEffect(() => {
    const into = box.current;
    if (!into) return;
    const make = (): void => {
      plot.current?.destroy();
      plot.current = new UPlot({ ...options(lines, shown, most), ...sizeOf(into) }, [at, ...lines.map((each) => each.values)], into);
    };
    make();
    const sized = new ResizeObserver(() => plot.current?.setSize(sizeOf(into)));
    const dark = matchMedia("(prefers-color-scheme: dark)");
    sized.observe(into);
    dark.addEventListener("change", make);
    return () => {
      sized.disconnect();
      dark.removeEventListener("change", make);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [look]);

  useEffect(() => plot.current?.setData([at, ...lines.map((each) => each.values)]), [at, lines]);

  return <div class="curve" ref={box} role="img" aria-label={label} />;
}

/** The room there is, without the legend below, which takes two lines where it is narrow. */
function sizeOf(box: HTMLElement): { width: number; height: number } {
  const legend = box.clientWidth < 480 ? 56 : 30;
  return { width: Math.max(200, box.clientWidth), height: Math.max(120, box.clientHeight - legend) };
}

/** Hours and minutes are written on the axis, so nothing between two minutes is marked. */
const X_STEPS_S = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600];

function options(lines: Line[], shown: (value: number) => string, most?: number): Omit<UPlot.Options, "width" | "height"> {
  const [faint, grid] = [colour("--text-faint"), colour("--line")];
  const axis = { stroke: faint, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: `11px ${getComputedStyle(document.body).fontFamily}` };
  return {
    cursor: { points: { size: 7 }, drag: { x: false, y: false } },
    padding: [10, 20, 0, 0],
    legend: { live: true, markers: { width: 2, fill: (plot, at) => String(plot.series[at]?.stroke ?? "") } },
    scales: { x: { time: true }, y: { range: (_, __, high) => [0, most ?? Math.max(1, high * 1.1)] } },
    axes: [
      { ...axis, grid: { show: false }, space: 56, size: 26, incrs: X_STEPS_S, values: (_, at) => at.map((each) => timeOfDay(each)) },
      { ...axis, space: 34, size: 46, incrs: most ? [0.25, 0.5] : [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600], values: (_, at) => at.map(shown) },
    ],
    series: [{ label: t("time"), value: (_, at) => (at === null ? "–" : timeOfDay(at)) }, ...lines.map((each) => series(each, shown))],
  };
}

function series(line: Line, shown: (value: number) => string): UPlot.Series {
  const stroke = colour(line.colour);
  return {
    label: line.label,
    stroke,
    width: 1.75,
    ...(line.filled ? { fill: stroke.replace(/^rgb\((.*)\)$/, "rgba($1, 0.12)") } : {}),
    ...(line.dashed ? { dash: [5, 4] } : {}),
    points: { size: 4 },
    value: (_, value) => (value === null || value === undefined ? "–" : shown(value)),
  };
}
