// What a store keeps of recipes.
import { describe, expect, it } from 'vitest';
import type { NewRecipe } from '../../../src/core/recipe/recipe.ts';
import { recipeSettings } from '../../../src/core/recipe/recipe.ts';
import { type OpenStore, opened } from './open.ts';
import { NOW, SETTINGS } from './samples.ts';

function recipe(overrides: Partial<NewRecipe> = {}): NewRecipe {
  return {
    teamId: 'T1',
    channelId: 'C1',
    name: 'texts',
    settings: recipeSettings(SETTINGS),
    columns: ['name'],
    savedBy: 'U1',
    savedAt: NOW,
    ...overrides,
  };
}

export function recipeContract(open: OpenStore): void {
  describe('a recipe', () => {
    const where = { teamId: 'T1', channelId: 'C1', name: 'texts', version: null };

    it('has versions that count up for its name and place, also when several are saved at once', async () => {
      const { store, reopen } = await opened(open);
      const saved = await Promise.all([1, 2, 3].map(() => store.recipes.save(recipe())));
      expect(saved.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
      expect((await store.recipes.save(recipe({ channelId: 'C2' }))).version).toBe(1);
      const again = await reopen();
      expect(await again.recipes.find(where)).toStrictEqual({ ...recipe(), version: 3 });
      expect((await again.recipes.find({ ...where, version: 2 }))?.version).toBe(2);
      expect(await again.recipes.find({ ...where, version: 4 })).toBeNull();
    });

    it('of the channel goes before that of the workspace, and nobody else’s is found', async () => {
      const { store } = await opened(open);
      await store.recipes.save(recipe({ channelId: '' }));
      await store.recipes.save(recipe({ channelId: '', name: 'all' }));
      await store.recipes.save(recipe());
      await store.recipes.save(recipe());
      await store.recipes.save(recipe({ teamId: 'T2', name: 'theirs' }));
      await store.recipes.save(recipe({ channelId: 'C2', name: 'elsewhere' }));
      const listed = await store.recipes.list(where);
      expect(listed.map(({ channelId, name, version }) => [channelId, name, version])).toEqual([
        ['C1', 'texts', 2],
        ['', 'all', 1],
        ['', 'texts', 1],
      ]);
      expect((await store.recipes.find(where))?.channelId).toBe('C1');
      expect((await store.recipes.find({ ...where, channelId: 'C9' }))?.channelId).toBe('');
    });

    it('is found for a person where it is the workspace’s, or their own in a channel', async () => {
      const { store } = await opened(open);
      await store.recipes.save(recipe({ channelId: '', savedBy: 'U9' }));
      await store.recipes.save(recipe());
      await store.recipes.save(recipe());
      await store.recipes.save(recipe({ channelId: 'C2' }));
      await store.recipes.save(recipe({ channelId: 'C2', savedBy: 'U2' }));
      await store.recipes.save(recipe({ teamId: 'T2' }));
      const found = await store.recipes.ofPerson({ teamId: 'T1', userId: 'U1' });
      expect(found.map(({ channelId, version }) => [channelId, version])).toEqual([
        ['', 1],
        ['C1', 2],
      ]);
    });

    it('is removed at one place, with every version', async () => {
      const { store } = await opened(open);
      await store.recipes.save(recipe());
      await store.recipes.save(recipe());
      await store.recipes.save(recipe({ channelId: '' }));
      expect(await store.recipes.remove(where)).toBe(true);
      expect(await store.recipes.remove(where)).toBe(false);
      expect((await store.recipes.find(where))?.channelId).toBe('');
    });
  });
}
