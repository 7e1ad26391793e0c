// The short version of what `npm run torture` does with two thousand tables.
import { it } from 'vitest';
import { checkGeneratedTables } from '../support/generated-csv.ts';

it('two hundred generated tables are read as they were written', () => checkGeneratedTables(200));
