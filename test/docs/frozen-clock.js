/**
 * Loaded before the program (`node --import`), so that what it prints and draws is the same each
 * time: the clock stands still. Timers run as ever.
 */
const start = Number(new URL(import.meta.url).searchParams.get('at'));
const RealDate = Date;
// Only who waits for a device code needs time to pass.
const now = process.argv.includes('--device')
	? () => start + Math.floor(performance.now())
	: () => start;

globalThis.Date = new Proxy(RealDate, {
	construct: (date, given) => Reflect.construct(date, given.length === 0 ? [now()] : given),
	apply: () => new RealDate(now()).toString(),
});
RealDate.now = now;
