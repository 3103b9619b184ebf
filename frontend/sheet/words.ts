/** Values as the reader writes them, and back. Locale decides the order of day and month, never the meaning.
 *
 * Days are shown in the page's language and read in the order of the reader's own country: what is pasted comes from
 * programs set up there. */

export const DAY = 1440;
const MINUS = "−";

/** Days and hours in the reader's locale. `today` decides which years go without saying. */
export class Words {
  readonly locale: string;
  readonly today: number;
  readonly minutesPerDay: number;
  private readonly short: (minute: number) => string;
  private readonly long: Intl.DateTimeFormat;
  private readonly month: Intl.DateTimeFormat;
  private readonly order: readonly string[];
  private readonly reader: string;
  private readonly written = new Map<number, string>();
  private months: readonly string[] | null = null;

  constructor(locale: string, today: number, minutesPerDay: number, reader = locale) {
    this.locale = locale;
    this.reader = reader;
    this.today = today;
    this.minutesPerDay = minutesPerDay;
    const dayAndMonth = format(locale, { day: "numeric", month: "short" });
    this.long = format(locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
    // British short months run to "Sept", which no column is made for and no page of ours writes.
    this.month = format(locale === "en-GB" ? "en-US" : locale, { month: "short" });
    this.short =
      locale === "en-GB"
        ? minute => `${dateOf(minute)} ${this.monthName(minute)}`
        : minute => dayAndMonth.format(minute * 60_000);
    this.order = format(reader, { day: "numeric", month: "numeric", year: "numeric" })
      .formatToParts(0)
      .map(part => part.type)
      .filter(type => type !== "literal");
  }

  /** "18 Sep"; the year is apart, and only when it is not this one: ["2 Apr", "27"]. */
  day(minute: number | null): [day: string, year: string] {
    if (minute === null) return ["", ""];
    const year = yearOf(minute);
    return [this.shortDay(Math.floor(minute / DAY)), year === yearOf(this.today) ? "" : String(year).slice(-2)];
  }

  /** Writing a day takes longer than drawing it; a plan has few of them and shows each often. */
  private shortDay(day: number): string {
    let text = this.written.get(day);
    if (text === undefined) this.written.set(day, (text = this.short(day * DAY)));
    return text;
  }

  dayText(minute: number | null): string {
    return this.day(minute).filter(Boolean).join(" ");
  }

  /** The day something finishes on, in words. */
  finishText(minute: number | null): string {
    return this.dayText(minute === null ? null : lastMinute(minute));
  }

  /** "Fri, 18 Sep 2026", with the hour when it has one. */
  longDay(minute: number | null): string {
    return minute === null ? "" : this.long.format(minute * 60_000) + ` ${iso(minute).slice(11)}`;
  }

  monthName(minute: number): string {
    return this.month.format(minute * 60_000);
  }

  /** A day as it is typed or pasted: "18 Sep", "18/9/26", "9/18" where that is the custom, "Fri 18/09/26 5:00 PM",
   * "2026-09-18", "today". The hour, when none is given, is `hour` (minutes of the day). Null when it is not a day. */
  parseDay(typed: string, hour = 0): number | null {
    const clock = /(?:\s+|T)(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?$/i.exec(typed.trim());
    const words = (clock ? typed.trim().slice(0, clock.index) : typed).trim().toLowerCase();
    const day = this.parseDate(words);
    if (day === null) return null;
    return day + (clock ? minuteOf(Number(clock[1]), Number(clock[2]), clock[3]) : hour);
  }

  private parseDate(words: string): number | null {
    if (words === "today") return dayOf(this.today);
    const isoDay = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words);
    if (isoDay) return dayFrom(Number(isoDay[1]), Number(isoDay[2]), Number(isoDay[3]));
    const parts = words
      .split(/[\s./,-]+/)
      .filter(part => (part && Number.isNaN(Number(part)) === false) || this.monthOf(part) > 0);
    const named = parts.findIndex(part => this.monthOf(part) > 0);
    if (named >= 0) {
      const [day, year] = parts.filter((_, at) => at !== named).map(Number);
      return day ? dayFrom(year ?? this.nearestYear(), this.monthOf(parts[named]!), day) : null;
    }
    const typed = parts.map(Number);
    if (typed.length < 2 || typed.length > 3) return null;
    const order = typed.length === 3 ? this.order : this.order.filter(part => part !== "year");
    const value = (part: string) => typed[order.indexOf(part)];
    const [year, month, day] = [value("year") ?? this.nearestYear(), value("month") ?? 0, value("day") ?? 0];
    // "18/9" can be one day only, in whatever country it was written.
    return dayFrom(year, month, day) ?? dayFrom(year, day, month);
  }

  private monthOf(word: string): number {
    if (word.length < 3 || !Number.isNaN(Number(word))) return 0;
    this.months ??= [this.month, format(this.reader, { month: "short" })].flatMap(names =>
      Array.from({ length: 12 }, (_, month) =>
        names
          .format(Date.UTC(2026, month, 1))
          .replace(".", "")
          .toLowerCase(),
      ),
    );
    const found = this.months.findIndex(month => word.startsWith(month.slice(0, 3)));
    return found < 0 ? 0 : (found % 12) + 1;
  }

  private nearestYear(): number {
    return yearOf(this.today);
  }

  /** Working time in its own unit: "15" days go bare, others carry theirs: "4h", "2w", "5ed". */
  duration(minutes: number | null, unit: string): string {
    if (minutes === null) return "";
    const size = UNITS[unit]?.(this.minutesPerDay) ?? this.minutesPerDay;
    const amount = plain(minutes / size);
    return unit === "d" || !UNITS[unit] ? amount : amount + unit;
  }

  /** Working minutes as days: "13", "0.5". */
  days(minutes: number | null): string {
    return minutes === null ? "" : plain(minutes / this.minutesPerDay).replace("-", MINUS);
  }
}

const UNITS: Record<string, (minutesPerDay: number) => number> = {
  m: () => 1,
  h: () => 60,
  d: day => day,
  w: day => day * 5,
  mo: day => day * 20,
  em: () => 1,
  eh: () => 60,
  ed: () => DAY,
  ew: () => DAY * 7,
  emo: () => DAY * 30,
};

/** "+8", "−3", "0": days with their direction. */
export function signed(days: number | null): string {
  if (days === null) return "";
  return days > 0 ? `+${plain(days)}` : days < 0 ? MINUS + plain(-days) : "0";
}

/** A duration as typed ("3", "3d", "2 weeks", "4 h", "5 ed") in the form the server reads, or null. */
export function parseDuration(typed: string): string | null {
  const match =
    /^\s*(\d+(?:[.,]\d+)?)\s*(e?)(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mons?|mo|)\.?\??\s*$/i.exec(
      typed,
    );
  if (!match) return null;
  const word = match[3]!.toLowerCase() || "d";
  const unit = word.startsWith("mo") ? "mo" : word[0]!;
  return match[1]!.replace(",", ".") + match[2]!.toLowerCase() + unit;
}

export function parsePercent(typed: string): number | null {
  const value = Number(typed.replace("%", "").replace(",", ".").trim());
  return typed.trim() && value >= 0 && value <= 100 ? value : null;
}

/** "2026-09-18T08:00": an instant as the doors write it. */
export function iso(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(0, 16);
}

/** The minute a finish falls into: at midnight sharp, the last one of the day that ends then. */
export function lastMinute(minute: number): number {
  return minute % DAY === 0 ? minute - 1 : minute;
}

export function dayOf(minute: number): number {
  return Math.floor(minute / DAY) * DAY;
}

function minuteOf(hour: number, minute: number, half: string | undefined): number {
  const isAfternoon = half?.toLowerCase() === "pm";
  return (half ? (hour % 12) + (isAfternoon ? 12 : 0) : hour) * 60 + minute;
}

function dateOf(minute: number): number {
  return new Date(minute * 60_000).getUTCDate();
}

export function yearOf(minute: number): number {
  return new Date(minute * 60_000).getUTCFullYear();
}

/** At most two digits behind the point, and none that say nothing. */
function plain(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function dayFrom(year: number, month: number, day: number): number | null {
  const full = year < 100 ? 2000 + year : year;
  const at = new Date(Date.UTC(full, month - 1, day));
  const isReal = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isReal ? at.getTime() / 60_000 : null;
}

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
}
