/** The status of a platform as text: a block a zone in use, then what is wrong. */
import { oneLine } from '../core/finding';
import { onOneLine, type Paint } from './paint';
import type { BladeUse, CopyState, CpoolUse, DatastoreUse, HostUse, Status, ZoneUse } from './status';

export interface Canvas {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
  /** Whether bars are drawn with block characters. */
  readonly blocks: boolean;
}

/** Columns of a bar. */
const BAR = 20;
/** Narrowest text that is laid out, in columns; what is narrower than that gets longer lines. */
const WIDTH_MIN = 60;
/** Share of a whole from which a bar is shown as a warning, in percent. */
const FULL_PERCENT = 85;

export function statusText(status: Status, canvas: Canvas): string {
  const { paint } = canvas;
  const used = status.zones.filter((zone) => zone.cpools.length > 0 || zone.datastores.length > 0);
  const idle = status.zones.filter((zone) => !used.includes(zone)).map(({ name }) => name);
  const counts = Object.entries(status.resources).map(([type, count]) => counted(type.replaceAll('_', ' '), count));
  const blocks = [
    ...used.map((zone) => zoneText(zone, canvas)),
    ...(idle.length > 0 ? [paint.dim(`nothing in ${idle.join(', ')}\n`)] : []),
    ...(counts.length > 0 ? [wrapped(counts.join(', '), 'stands: ', canvas)] : []),
    ...faultsText(status, canvas),
    ...copiesText(status, canvas),
    ...standstillText(status, canvas),
    ...missedText(status, canvas),
    findingsText(status, canvas),
  ];
  return blocks.join('\n');
}

function zoneText(zone: ZoneUse, canvas: Canvas): string {
  const { paint } = canvas;
  return [
    `${paint.bold(zone.name)}  ${paint.dim(`region ${zone.region}`)}\n`,
    bladesText(zone.blades, canvas),
    ...zone.cpools.map((cpool) => cpoolText(cpool, canvas)),
    ...zone.datastores.map((datastore) => datastoreText(datastore, canvas)),
  ].join('');
}

function bladesText(blades: readonly BladeUse[], canvas: Canvas): string {
  const lines = blades
    .filter(({ used }) => used > 0)
    .map(
      ({ blade_class, used, free }) =>
        `  blades  ${blade_class.padEnd(12)} ${bar([{ part: used, mark: 0 }], used + free, canvas)}  ${used} used, ${free} free\n`,
    );
  const others = blades.filter(({ used }) => used === 0).reduce((sum, { free }) => sum + free, 0);
  return `${lines.join('')}${canvas.paint.dim(`  blades  ${others} of other classes, all free`)}\n`;
}

function cpoolText(cpool: CpoolUse, canvas: Canvas): string {
  const { paint } = canvas;
  const elsewhere = cpool.elsewhere.map(({ name, state }) => `${name} (${state})`).join(', ');
  return [
    `\n  ${paint.bold(onOneLine(cpool.id))}  ${cpool.hosts.length} × ${cpool.blade_class}\n`,
    `    memory  ${bar([{ part: cpool.memory_used_gib, mark: 0 }], cpool.memory_gib, canvas)}  ${gib(cpool.memory_used_gib)} of ${gib(cpool.memory_gib)} GiB\n`,
    ...cpool.hosts.map((host) => hostText(host, canvas)),
    cpool.hypervisor_update === null ? '' : wrapped(cpool.hypervisor_update, '    update  ', canvas, ' '),
    elsewhere === '' ? '' : wrapped(elsewhere, '    on no host  ', canvas),
  ].join('');
}

function hostText(host: HostUse, canvas: Canvas): string {
  const running = host.virtual_machines.map(({ name, memory_gib }) => `${name} ${memory_gib}`).join(', ');
  const text = wrapped(running !== '' ? running : host.lost ? 'lost' : '-', `    ${host.id}  `, canvas);
  return host.lost ? canvas.paint.red(text) : text;
}

/** VMs that a list names at most. */
const NAMED_MAX = 20;

/** A list under a heading that counts it, cut off where it floods the screen; nothing where it is empty. */
function counting<T>(all: readonly T[], heading: string, text: (each: T) => string): string[] {
  if (all.length === 0) return [];
  const rest = all.length - NAMED_MAX;
  return [[`${heading}\n`, ...all.slice(0, NAMED_MAX).map(text), ...(rest > 0 ? [`  and ${rest} more\n`] : [])].join('')];
}

const faultsText = ({ faults }: Status, canvas: Canvas): string[] =>
  counting(faults, canvas.paint.red(`${counted('fault', faults.length)} to be mended`), ({ id, kind, target }) => {
    const named = Object.entries(target).flatMap(([name, value]) => (value === null ? [] : [`${name}=${String(value)}`]));
    return `  ${onOneLine([`${id} `, kind, ...named].join(' '))}\n`;
  });

/** States in which a copy follows what it copies. */
const FOLLOWING: readonly string[] = ['consistent_synchronized', 'consistent_copying', 'active'];

const copiesText = ({ copies }: Status, canvas: Canvas): string[] => {
  const still = copies.filter(({ state }) => !FOLLOWING.includes(state)).length;
  const heading = `${counted('copy', copies.length)} in another zone${still > 0 ? `, ${still} not following` : ''}`;
  const told = counting([...copies].sort(byFollowing), still > 0 ? canvas.paint.yellow(heading) : heading, copyText);
  return told.map((text) => `${text}${copies.some(({ state }) => state.endsWith('_stopped')) ? STOPPED_HINT : ''}`);
};

/** Mending what parted a mirror does not start it: the copy is still good, and would not be while it catches up. */
const STOPPED_HINT = '  what has stopped stays so: socle platform do start ID force=true\n';

/** What does not follow comes first: a long list is cut off. */
const byFollowing = (one: CopyState, other: CopyState): number => Number(FOLLOWING.includes(one.state)) - Number(FOLLOWING.includes(other.state));

function copyText({ id, state, rpo_minutes, consistent_at }: CopyState): string {
  const holds = consistent_at === null ? '' : `, holds ${consistent_at.replace(/\.\d+Z$/, 'Z')}`;
  return `  ${onOneLine(id)}  ${state}${rpo_minutes === null ? '' : `, RPO ${rpo_minutes} min`}${holds}\n`;
}

const standstillText = ({ not_running }: Status, canvas: Canvas): string[] =>
  counting(
    not_running,
    canvas.paint.red(`${counted('virtual machine', not_running.length)} switched on and not running`),
    ({ id, state, reason }) => `  ${onOneLine(id)}  ${state}\n${wrapped(reason, '    ', canvas, ' ')}`,
  );

const missedText = ({ below_sla }: Status, canvas: Canvas): string[] =>
  counting(
    below_sla,
    canvas.paint.yellow(`${counted('virtual machine', below_sla.length)} below the promised availability this month`),
    ({ id, availability_percent }) => `  ${onOneLine(id)}  ${availability_percent} %\n`,
  );

function datastoreText(datastore: DatastoreUse, canvas: Canvas): string {
  const { id, storage_class, size_gib, free_gib, swap_gib, iops_limit, used_iops } = datastore;
  const disks = size_gib - free_gib - swap_gib;
  const iops = iops_limit === null ? 'no IOPS guarantee' : `${gib(used_iops)} of ${gib(iops_limit)} IOPS at peak`;
  const shares = [
    { part: disks, mark: 0 },
    { part: swap_gib, mark: 1 },
  ] as const;
  return [
    `\n  ${canvas.paint.bold(onOneLine(id))}  ${storage_class}, ${gib(size_gib)} GiB, ${iops}${healthText(datastore, canvas)}\n`,
    `    space   ${bar(shares, size_gib, canvas)}  disks ${gib(disks)}, swap ${gib(swap_gib)}, free ${gib(free_gib)}\n`,
  ].join('');
}

function healthText({ state, rebuild_progress_percent: done }: DatastoreUse, { paint }: Canvas): string {
  if (state === 'online') return '';
  return paint.red(`, ${state}${done === null ? '' : ` ${done} %`}`);
}

interface Share {
  readonly part: number;
  /** Which of the two marks it is drawn with. */
  readonly mark: 0 | 1;
}

const BLOCKS = { marks: ['█', '▒'], rest: '░' } as const;
const PLAIN = { marks: ['#', '+'], rest: '.' } as const;

/** Shares of a whole. Anything above nothing shows, and only the whole fills the bar. */
function bar(shares: readonly Share[], whole: number, { paint, blocks }: Canvas): string {
  const { marks, rest } = blocks ? BLOCKS : PLAIN;
  let drawn = '';
  for (const { part, mark } of shares) {
    const columns = part <= 0 || whole <= 0 ? 0 : Math.max(1, Math.floor((part / whole) * BAR));
    drawn += marks[mark].repeat(Math.min(columns, BAR - drawn.length));
  }
  const sum = shares.reduce((total, { part }) => total + part, 0);
  const colour = sum * 100 > whole * FULL_PERCENT ? paint.yellow : paint.green;
  return colour(drawn) + paint.dim(rest.repeat(BAR - drawn.length));
}

/** A whole number with its thousands apart. */
const gib = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const counted = (noun: string, count: number): string => `${count} ${count === 1 ? noun : noun.replace(/y$/, 'ie') + 's'}`;

/** A list, or the words of a text, behind a heading, broken between its elements. */
function wrapped(list: string, heading: string, { width }: Canvas, between: ', ' | ' ' = ', '): string {
  const columns = Math.max(width, WIDTH_MIN);
  const lines: string[] = [];
  let line = heading;
  for (const element of onOneLine(list).split(between)) {
    const more = line === heading || line.trim() === '' ? element : between + element;
    if (line.length + more.length + 1 > columns && line !== heading) {
      lines.push((line + between).trimEnd());
      line = ' '.repeat(heading.length) + element;
    } else line += more;
  }
  return [...lines, line].map((each) => `${each}\n`).join('');
}

function findingsText({ judgement }: Status, { paint }: Canvas): string {
  if (judgement.findings.length === 0) return paint.green('no findings\n');
  return judgement.findings
    .map(
      (finding) => `${(finding.severity === 'error' ? paint.red : paint.yellow)(onOneLine(`${finding.resource}  `) + onOneLine(oneLine(finding)))}\n`,
    )
    .join('');
}
