import { createPlaces, NoPlaceError } from './places';

const staying = new AbortController().signal;

test('so many are in at once, so many more wait, and whoever comes then is told at once', async () => {
  const places = createPlaces(2, 1);
  await places.take(staying);
  await places.take(staying);
  const third = places.take(staying);
  expect([places.taken, places.waiting, places.full]).toEqual([2, 1, true]);
  await expect(places.take(staying)).rejects.toThrow(NoPlaceError);
  places.leave();
  await third;
  expect([places.taken, places.waiting, places.full]).toEqual([2, 0, false]);
});

test('those who wait are called in the order of their coming', async () => {
  const places = createPlaces(1, 3);
  await places.take(staying);
  const called: number[] = [];
  const waiting = [1, 2, 3].map((name) => places.take(staying).then(() => called.push(name)));
  for (const one of waiting) {
    places.leave();
    await one;
  }
  places.leave();
  expect(called).toEqual([1, 2, 3]);
  expect([places.taken, places.waiting]).toEqual([0, 0]);
});

test('whoever leaves the queue takes no place', async () => {
  const places = createPlaces(1, 2);
  await places.take(staying);
  const leaving = new AbortController();
  const impatient = places.take(leaving.signal);
  const patient = places.take(staying);
  leaving.abort(new Error('left'));
  await expect(impatient).rejects.toThrow('left');
  places.leave();
  await patient;
  places.leave();
  expect([places.taken, places.waiting]).toEqual([0, 0]);
  await expect(Promise.all([places.take(staying), places.take(leaving.signal)])).rejects.toThrow('left');
});
