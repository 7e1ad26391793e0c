// Takes a picture of a page with a headless browser, as tall as the page is.
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const WIDTH = 760;
/** Of a picture; what is longer stands in the page alone. */
const MOST_PIXELS = 16_000;

/** @returns the browser to use. @throws when there is none */
export function findBrowser(): string {
  const named = process.env.CHROMIUM;
  for (const name of named === undefined ? BROWSERS : [named]) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // the next one
    }
  }
  throw new Error(
    `There is no browser ${named ?? BROWSERS.join(', ')}. Install Chromium (on Debian: chromium), or name one in CHROMIUM, and start this again; it installs nothing by itself.`,
  );
}

/** @param page a file of HTML @param picture where the PNG goes */
export function photograph(browser: string, page: string, picture: string): void {
  const height = Math.min(MOST_PIXELS, heightOf(browser, page));
  run(browser, page, [`--screenshot=${picture}`, `--window-size=${WIDTH},${height}`]);
}

/** The page tells its own height in its title once it is laid out. */
function heightOf(browser: string, page: string): number {
  const dumped = run(browser, page, ['--dump-dom', `--window-size=${WIDTH},800`]);
  return Number(/data-height="(\d+)"/.exec(dumped)?.[1] ?? 4000);
}

function run(browser: string, page: string, options: string[]): string {
  return execFileSync(
    browser,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      ...options,
      pathToFileURL(page).href,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e9 },
  );
}
