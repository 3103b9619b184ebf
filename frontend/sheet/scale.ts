/** Time to pixels: zoom steps, the two rows of the time axis, snapping. Pure. */
import { DAY, dayOf, yearOf } from "./words.ts";

export interface Zoom {
  name: "day" | "week" | "month" | "quarter" | "year";
  pixelsPerDay: number;
}

/** From a day to a year across some 30 pixels. The quarter is what a program of a year reads best in. */
export const ZOOMS: readonly Zoom[] = [
  { name: "year", pixelsPerDay: 0.55 },
  { name: "quarter", pixelsPerDay: 1.725 },
  { name: "month", pixelsPerDay: 4 },
  { name: "week", pixelsPerDay: 11 },
  { name: "day", pixelsPerDay: 30 },
];

export interface Tick {
  x: number;
  label: string;
  isMajor: boolean;
}

export class Scale {
  readonly from: number;
  readonly until: number;
  readonly zoom: Zoom;

  /** From a month's first day before `from` to some months behind `until`, so that bars never stick to the edge,
   * and at least as wide as the pane. */
  constructor(from: number, until: number, zoom: Zoom, narrowest = 0) {
    this.zoom = zoom;
    const room = Math.round(400 / zoom.pixelsPerDay) * DAY;
    this.from = monthStart(from - Math.min(room, 31 * DAY));
    this.until = Math.max(until + room, this.minute(narrowest));
  }

  get pixelsPerDay(): number {
    return this.zoom.pixelsPerDay;
  }

  get width(): number {
    return Math.ceil(this.x(this.until));
  }

  x(minute: number): number {
    return Math.round(((minute - this.from) / DAY) * this.pixelsPerDay * 10) / 10;
  }

  minute(x: number): number {
    return this.from + (x / this.pixelsPerDay) * DAY;
  }

  /** How far a drag of so many pixels moves a date: whole days, and whole weeks where a day is no pixel wide. */
  snap(pixels: number): number {
    const step = this.pixelsPerDay < 1 ? 7 : 1;
    return Math.round(pixels / this.pixelsPerDay / step) * step * DAY;
  }

  /** The upper row of the axis: months, or years at the widest. */
  upper(x0: number, x1: number, monthName: (minute: number) => string): Tick[] {
    const byYear = this.zoom.name === "year";
    return this.months(x0, x1)
      .filter(minute => !byYear || new Date(minute * 60_000).getUTCMonth() === 0)
      .map(minute => ({
        x: this.x(minute),
        isMajor: true,
        label: byYear ? String(yearOf(minute)) : this.monthLabel(minute, monthName),
      }));
  }

  /** The lower row: quarters, Mondays or days. Not every tick has room for its label. */
  lower(x0: number, x1: number): Tick[] {
    if (this.zoom.name === "year") {
      return this.months(x0, x1)
        .filter(minute => new Date(minute * 60_000).getUTCMonth() % 3 === 0)
        .map(minute => ({
          x: this.x(minute),
          isMajor: true,
          label: `Q${new Date(minute * 60_000).getUTCMonth() / 3 + 1}`,
        }));
    }
    const step = this.zoom.name === "day" ? 1 : 7;
    const every = this.zoom.name === "quarter" ? 2 : 1;
    const ticks: Tick[] = [];
    const first = step === 7 ? mondayOf(this.minute(x0)) : dayOf(this.minute(x0));
    for (let minute = first; this.x(minute) <= x1; minute += step * DAY) {
      const isMajor = Math.floor((minute / DAY + 3) / 7) % every === 0;
      ticks.push({ x: this.x(minute), isMajor, label: isMajor ? String(new Date(minute * 60_000).getUTCDate()) : "" });
    }
    return ticks;
  }

  private months(x0: number, x1: number): number[] {
    const starts: number[] = [];
    for (let minute = monthStart(this.minute(x0)); this.x(minute) <= x1; minute = nextMonth(minute))
      starts.push(minute);
    return starts;
  }

  private monthLabel(minute: number, monthName: (minute: number) => string): string {
    const isJanuary = new Date(minute * 60_000).getUTCMonth() === 0;
    const year = yearOf(minute);
    if (this.pixelsPerDay >= 4) return `${monthName(minute)} ${year}`;
    return isJanuary ? `${monthName(minute)} ${String(year).slice(-2)}` : monthName(minute);
  }
}

/** The zoom in which the whole plan takes a screen and a half: near enough to work in, far enough to see where one is. */
export function fittingZoom(from: number, until: number, pixels: number): number {
  const days = Math.max(1, (until - from) / DAY);
  const fits = ZOOMS.findLastIndex(zoom => days * zoom.pixelsPerDay <= pixels * 1.5);
  return Math.max(1, fits);
}

function monthStart(minute: number): number {
  const at = new Date(minute * 60_000);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1) / 60_000;
}

function nextMonth(minute: number): number {
  const at = new Date(minute * 60_000);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 60_000;
}

/** 1970-01-01 was a Thursday. */
function mondayOf(minute: number): number {
  const day = Math.floor(minute / DAY);
  return (day - ((((day + 3) % 7) + 7) % 7)) * DAY;
}
