import { describe, expect, it } from 'vitest';
import { toTargets } from '../../src/adapters/device-farm/devices.ts';
import { FarmDevice } from '../../src/adapters/device-farm/schema.ts';
import { compareVersions, isSelection, parseSelection } from '../../src/adapters/device-farm/selection.ts';

function device(name: string, more: object = {}): FarmDevice {
  const plain = {
    manufacturer: 'Google',
    model: name,
    formFactor: 'PHONE',
    platform: 'ANDROID',
    type: 'PHYSICAL',
    os: '14',
  };
  const arn = `arn:aws:devicefarm:us-west-2::device:${name}${JSON.stringify(more)}`;
  return FarmDevice.parse({ arn, name, ...plain, fleetType: 'PUBLIC', availability: 'AVAILABLE', ...more });
}

const PIXEL = device('Google Pixel 8');
const PHONES = [
  PIXEL,
  device('Google Pixel 8', { os: '15' }),
  device('Google Pixel 8', { fleetType: 'PRIVATE', instances: [{ labels: ['bench', 'cold'] }] }),
  device('Galaxy Tab, 11 inch', { manufacturer: 'Samsung', formFactor: 'TABLET', os: '13.1' }),
  device('iPhone 15', { manufacturer: 'Apple', platform: 'IOS', os: '17.0' }),
  device('Emulator', { type: 'VIRTUAL' }),
];
const namesFor = (...lines: readonly string[]) =>
  toTargets(PHONES, lines, 5)
    .filter(({ device: { also } }) => also !== undefined)
    .map(({ device: { name } }) => name);

describe('devices of the farm', () => {
  it('have names that tell system and fleet, without a comma', () => {
    expect(toTargets(PHONES, [], 5).map(({ device: { name } }) => name)).toEqual([
      'Emulator (Android 14)',
      'Galaxy Tab 11 inch (Android 13.1)',
      'Google Pixel 8 (Android 14 private)',
      'Google Pixel 8 (Android 14)',
      'Google Pixel 8 (Android 15)',
      'iPhone 15 (iOS 17.0)',
    ]);
  });

  it('of one name, system and fleet are one device, which any of them may be', () => {
    const twin = { ...PIXEL, arn: `${PIXEL.arn}2`, availability: 'BUSY' };
    const [target] = toTargets([twin, PIXEL], [], 5);
    expect(target?.arns).toEqual([twin.arn, PIXEL.arn]);
    expect(target?.device.description).toContain('available');
  });

  it('that cannot be measured say why', () => {
    const whys = toTargets(PHONES, [], 5).flatMap(({ device: { unsupported } }) => unsupported ?? []);
    expect(whys).toEqual([expect.stringContaining('an emulator'), expect.stringContaining('iPhones and iPads')]);
  });

  it('are meant by ARN, by a name without its system where there is one, and by attributes', () => {
    expect(namesFor(PIXEL.arn)).toEqual(['Google Pixel 8 (Android 14)']);
    expect(namesFor('iPhone 15')).toEqual(['iPhone 15 (iOS 17.0)']);
    expect(() => namesFor('Google Pixel 8')).toThrow(/exists as "Google Pixel 8 \(Android 14\)"/);
    expect(namesFor('os >= 14 and fleet = public')).toEqual([
      'Google Pixel 8 (Android 14)',
      'Google Pixel 8 (Android 15)',
    ]);
    expect(namesFor('label = bench')).toEqual(['Google Pixel 8 (Android 14 private)']);
    expect(namesFor('form factor = tablet')).toEqual(['Galaxy Tab 11 inch (Android 13.1)']);
    expect(namesFor('model contains tab', 'os < 14')).toEqual(['Galaxy Tab 11 inch (Android 13.1)']);
  });

  it('are not meant by attributes where they cannot be measured, unless the platform is named', () => {
    expect(namesFor('os = 14')).not.toContain('Emulator (Android 14)');
    expect(namesFor('platform = ios')).toEqual(['iPhone 15 (iOS 17.0)']);
  });

  it('that fit nothing, or too many, are refused with what there is', () => {
    expect(() => namesFor('manufacturer = Gogle')).toThrow(/fits none.*Did you mean "Google"\?/);
    expect(() => toTargets(PHONES, ['os >= 13'], 2)).toThrow('fits 4 devices; allowed by max-devices: 2.');
    expect(namesFor('Nokia 3310')).toEqual([]);
  });
});

describe('lines of attributes', () => {
  it.each([
    ['os => 14', /found "os => 14"/],
    ['os >= fourteen', /a version such as 14/],
    ['model > 3', /> for os only/],
    ['manufactrer = x', /Did you mean "manufacturer"\?/],
    ['os >= 14 and', /found "and"|found "os >= 14 and"|found ""|a version/],
  ])('%s is refused', (line, words) => {
    expect(() => parseSelection(line)).toThrow(words);
  });

  it('are told from names', () => {
    expect(['os>=14', 'Fleet = private', 'model contains Pixel'].map(isSelection)).toEqual([true, true, true]);
    expect(['Google Pixel 8', 'Nokia contains nothing', 'Moto E (7)'].map(isSelection)).toEqual([false, false, false]);
  });

  it('compare versions by their numbers', () => {
    expect(compareVersions('14', '14.0')).toBe(0);
    expect(compareVersions('9', '14')).toBeLessThan(0);
    expect(compareVersions('14.1.2', '14.1')).toBeGreaterThan(0);
  });
});
