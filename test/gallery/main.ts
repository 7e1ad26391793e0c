// The gallery: everything that people see in Slack, in every state, as pages and pictures to be looked at before a release.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pageOf } from './page.ts';
import { partsOf } from './parts.ts';
import { findBrowser, photograph } from './photograph.ts';
import { openRooms } from './rooms.ts';

const folder = resolve('gallery');
const browser = findBrowser();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const links: string[] = [];
for (const room of await openRooms()) {
  const name = room.name.toLowerCase().replace(/[^a-z]+/g, '-');
  writeFileSync(join(folder, `${name}.html`), pageOf(room));
  const parts = partsOf(room);
  for (const [index, part] of parts.entries()) {
    const page = join(folder, 'part.html');
    writeFileSync(page, pageOf(part));
    photograph(browser, page, join(folder, `${name}-${index + 1}.png`));
  }
  links.push(`<li><a href="${name}.html">${room.name}</a> (${room.exhibits.length})</li>`);
  console.log(`${room.name}: ${room.exhibits.length} in ${parts.length} pictures`);
}
rmSync(join(folder, 'part.html'), { force: true });
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Gallery</title><ul>${links.join('')}</ul>`,
);
console.log(`Look at ${join(folder, 'index.html')}, or at the pictures beside it.`);
