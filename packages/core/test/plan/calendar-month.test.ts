import { describe, expect, test } from 'vitest';
import { calendarMonth } from '../../src/plan/calendar-month.js';

const paris = 'Europe/Paris';
const newYork = 'America/New_York';

function monthOf(date: string | Date, timeZone: string): string | undefined {
  const found = calendarMonth(date, timeZone);
  return found && `${found.year}/${found.month}`;
}

describe('calendarMonth', () => {
  test.each(['2024-02-01', '2024-02-01 00:30:00', '2024-02-01T00:00'])('%s is February in every zone', (date) => {
    for (const zone of ['UTC', paris, newYork, 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])
      expect(monthOf(date, zone)).toBe('2024/02');
  });

  test.each([
    '2024-01-31',
    '2024-01-31 23:30:00',
    '2024-01-31T23:30:00',
    '2024-01-31T23:30',
    '2024-01-31 23:59:59.999999',
    ' 2024-01-31 ',
  ])('%s is January in every zone', (date) => {
    for (const zone of ['UTC', paris, newYork, 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])
      expect(monthOf(date, zone)).toBe('2024/01');
  });

  test.each([
    ['2024-01-31T23:30:00Z', 'UTC', '2024/01'],
    ['2024-01-31T23:30:00Z', paris, '2024/02'],
    ['2024-01-31t23:30:00.123z', paris, '2024/02'],
    ['2024-02-01T03:00:00Z', newYork, '2024/01'],
    ['2024-01-31 23:30:00.123456+00', paris, '2024/02'],
    ['2024-01-31 23:30:00-05', 'UTC', '2024/02'],
    ['2024-02-01T00:30:00+01:00', 'UTC', '2024/01'],
    ['2024-02-01T00:30:00+0100', 'UTC', '2024/01'],
    ['2024-02-01 00:30:00 +01:00', paris, '2024/02'],
    ['2024-02-01 05:29:59+05:30', 'UTC', '2024/01'],
    ['2024-02-01 05:30:00+05:30', 'UTC', '2024/02'],
    ['1890-02-01 00:09:20+00:09:21', 'UTC', '1890/01'],
    ['2023-12-31T23:30:00Z', paris, '2024/01'],
    ['2024-12-31T23:59:60Z', 'UTC', '2025/01'],
    ['0024-03-01T00:00:00Z', 'UTC', '0024/03'],
    // Winter and summer time: one hour, then two.
    ['2024-02-29T22:30:00Z', paris, '2024/02'],
    ['2024-06-30T22:30:00Z', paris, '2024/07'],
  ])('%s in %s is %s', (date, zone, month) => {
    expect(monthOf(date, zone)).toBe(month);
  });

  test('a Date is an instant', () => {
    const date = new Date('2024-01-31T23:30:00Z');
    expect(monthOf(date, 'UTC')).toBe('2024/01');
    expect(monthOf(date, paris)).toBe('2024/02');
  });

  test.each(['0001-01-01', '9999-12-31', '2024-02-29', '2000-02-29', '0024-05-06'])('%s exists', (date) => {
    expect(monthOf(date, 'UTC')).toBe(date.slice(0, 7).replace('-', '/'));
  });

  test.each([
    '',
    ' ',
    'abc',
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '2024-01-32',
    '0000-00-00',
    '0000-01-01',
    '10000-01-01',
    '+010000-01-01',
    '-0001-01-01',
    '24-01-31',
    '2024-1-31',
    '2024-01',
    '2024',
    '20240131',
    '31/01/2024',
    '2024-01-31T',
    '2024-01-31 24:00:00',
    '2024-01-31 23:60:00',
    '2024-01-31 23:00:61',
    '2024-01-31Z',
    '2024-01-31 23:30:00+24',
    '2024-01-31 23:30:00+01:60',
    '2024-01-31 23:30:00 CET',
    'infinity',
    '2024-01-31 BC',
    '9999-12-31T23:59:59-01:00',
    '0001-01-01T00:00:00+01:00',
    '1706659200000',
  ])('%j is no date', (date) => {
    expect(calendarMonth(date, 'UTC')).toBeUndefined();
  });

  test('nor is an invalid Date, or one outside the years 1 to 9999', () => {
    for (const date of [
      new Date(Number.NaN),
      new Date(8.64e15),
      new Date(-8.64e15),
      new Date('0000-06-01'),
      new Date(253402300800000),
    ]) {
      expect(calendarMonth(date, 'UTC')).toBeUndefined();
    }
    expect(calendarMonth(new Date(253402300799999), 'UTC')).toEqual({ year: '9999', month: '12' });
  });
});
