// From the farm's list to devices with names of their own. A phone of one name exists with several systems, and in the
// public fleet as well as in a private one.

import type { Device } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/nearest.ts';
import type { FarmDevice } from './schema.ts';
import { compareVersions, isSelection, parseSelection } from './selection.ts';

/** A device, and the farm's own names for it: any of them may serve a session. */
export interface FarmTarget {
  readonly device: Device;
  readonly arns: readonly string[];
  readonly os: string;
}

const PLATFORMS: Readonly<Record<string, string>> = { ANDROID: 'Android', IOS: 'iOS' };

const NO_IPHONES = 'there is no measuring program for iPhones and iPads yet';
const NO_EMULATORS = 'it is an emulator, whose times say nothing about a phone';

/** Each device once, by name; what a user wrote for it (an ARN, a name without its system, attributes) is an alias. */
export function toTargets(
  found: readonly FarmDevice[],
  wanted: readonly string[],
  mostOfSelection: number,
): readonly FarmTarget[] {
  const groups = Map.groupBy(found, nameDevice);
  const aliases = new Map<string, string[]>();
  for (const line of wanted.filter((name) => !groups.has(name))) {
    for (const name of findMeant(line, groups, mostOfSelection))
      aliases.set(name, [...(aliases.get(name) ?? []), line]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, devices]) => toTarget(name, devices, aliases.get(name) ?? []));
}

/** `Google Pixel 8 (Android 14)`; in a private fleet `Google Pixel 8 (Android 14 private)`. Commas part names in lists. */
function nameDevice({ name, platform, os, fleetType }: FarmDevice): string {
  const system = `${PLATFORMS[platform] ?? platform} ${os}`.trim();
  const plain = name.replaceAll(/[,\s·]+/g, ' ').trim();
  return `${plain} (${system}${isPrivate(fleetType) ? ' private' : ''})`;
}

function isPrivate(fleetType: string): boolean {
  return fleetType.toUpperCase() === 'PRIVATE';
}

function toTarget(name: string, devices: readonly FarmDevice[], also: readonly string[]): FarmTarget {
  const [first] = devices;
  if (first === undefined) throw new Error('a device without an entry');
  const unsupported = whyNot(first);
  return {
    arns: devices.map(({ arn }) => arn),
    os: first.os,
    device: {
      name,
      description: describe(devices),
      ...(also.length > 0 ? { also } : {}),
      ...(unsupported === undefined ? {} : { unsupported }),
    },
  };
}

function whyNot({ platform, type }: FarmDevice): string | undefined {
  if (platform === 'IOS') return NO_IPHONES;
  return type === 'VIRTUAL' ? NO_EMULATORS : undefined;
}

/** From the likeliest to the least. */
const AVAILABILITIES = ['HIGHLY_AVAILABLE', 'AVAILABLE', 'BUSY', 'TEMPORARY_NOT_AVAILABLE'];

function describe(devices: readonly FarmDevice[]): string {
  const [first] = devices;
  if (first === undefined) return '';
  const best = AVAILABILITIES.find((one) => devices.some(({ availability }) => availability === one));
  const labels = [...new Set(devices.flatMap(({ instances }) => instances))];
  const words = [
    first.manufacturer,
    first.formFactor.toLowerCase(),
    `${isPrivate(first.fleetType) ? 'private' : 'public'} fleet`,
    best === undefined ? '' : best.toLowerCase().replaceAll('_', ' '),
    labels.length === 0 ? '' : `labels ${labels.join(' ')}`,
    whyNot(first) === undefined ? '' : 'cannot be measured',
  ];
  return words.filter((word) => word !== '').join(', ');
}

type Groups = ReadonlyMap<string, readonly FarmDevice[]>;

/** Names of the devices that a line means; none where nothing is called so. */
function findMeant(line: string, groups: Groups, most: number): readonly string[] {
  const naming = (fits: (device: FarmDevice) => boolean) =>
    [...groups].filter(([, devices]) => devices.some(fits)).map(([name]) => name);
  if (line.startsWith('arn:')) return naming(({ arn }) => arn === line);
  const called = naming((device) => device.name === line);
  if (called.length > 1) throw refuseAmbiguous(line, called);
  if (called.length === 1 || !isSelection(line)) return called;
  const fits = parseSelection(line);
  const anyPlatform = /\bplatform\b/i.test(line);
  const meant = naming((device) => (anyPlatform || whyNot(device) === undefined) && fits(device));
  if (meant.length === 0) throw refuseEmpty(line, groups);
  if (meant.length > most) throw refuseMany(line, meant, most);
  return [...meant].sort();
}

function refuseAmbiguous(line: string, names: readonly string[]): GateError {
  const message = `devices: "${line}" exists as ${names.map((name) => `"${name}"`).join(', ')}.`;
  return new GateError('unknown-device', message, 'Say which one, for times of two systems are not comparable.');
}

function refuseEmpty(line: string, groups: Groups): GateError {
  const phones = [...groups.values()].flat().filter((device) => whyNot(device) === undefined);
  const systems = [...new Set(phones.map(({ os }) => os))].sort(compareVersions);
  const makers = [...new Set(phones.map(({ manufacturer }) => manufacturer))].sort();
  const value = /manufacturer\s*=\s*([^=<>]+?)(?:\s+and\s+|$)/i.exec(line)?.[1] ?? '';
  const near = value === '' ? '' : didYouMean(value, makers);
  const message = `devices: "${line}" fits none of the ${phones.length} Android devices.${near}`;
  const advice = `There are systems ${systems.join(' ')} and manufacturers ${makers.join(' ')}; "latency-gate devices" lists all.`;
  return new GateError('unknown-device', message, advice);
}

const SHOWN = 8;

function refuseMany(line: string, names: readonly string[], most: number): GateError {
  const shown = names
    .slice(0, SHOWN)
    .map((name) => `"${name}"`)
    .join(', ');
  const message = `devices: "${line}" fits ${names.length} devices; allowed by max-devices: ${most}.`;
  const rest = names.length > SHOWN ? ', …' : '';
  return new GateError(
    'invalid-input',
    message,
    `They are ${shown}${rest}. Say more of them, or raise max-devices in options: each costs minutes.`,
  );
}
